"""The centre's deliveries to the archive and the library (送交归档)."""

from desktop.views.deliver.screen import DeliverScreen

__all__ = ["DeliverScreen"]
