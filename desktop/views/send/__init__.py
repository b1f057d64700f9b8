"""The office's page of batches (报送)."""

from desktop.views.send.screen import SendScreen

__all__ = ["SendScreen"]
