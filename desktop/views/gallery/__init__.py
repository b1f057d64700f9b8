"""Every component in every state, a page each; opened by `--gallery`."""

from desktop.views.gallery.window import PAGES, GalleryWindow

__all__ = ["PAGES", "GalleryWindow"]
