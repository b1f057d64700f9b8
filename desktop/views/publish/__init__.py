"""The centre's publication queue (发布)."""

from desktop.views.publish.screen import PublishScreen

__all__ = ["PublishScreen"]
