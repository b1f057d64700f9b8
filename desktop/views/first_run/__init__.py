"""The first-run guide: from an empty folder to a desk that works, in under three minutes."""

from desktop.views.first_run.screen import FirstRunView

__all__ = ["FirstRunView"]
