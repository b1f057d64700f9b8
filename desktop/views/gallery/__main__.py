"""Pictures of the gallery: `python -m desktop.views.gallery OUT.png [--dark]`."""

from __future__ import annotations

import argparse
import os
import sys

from PySide6.QtWidgets import QApplication

from desktop.views.gallery.window import PAGES, GalleryWindow
from desktop.views.look import tokens
from desktop.views.look.theme import apply


def main() -> int:
    """Save every page of the gallery as pictures, or show the window when no file is named."""
    parser = argparse.ArgumentParser(description="组件图样")
    parser.add_argument("out", nargs="?", help="PNG 文件名，每页一张，页名加在后面")
    parser.add_argument("--dark", action="store_true", help="深色")
    parser.add_argument("--scale", default="1", help="屏幕缩放，例如 1.5")
    parser.add_argument("--size", default="中", choices=list(tokens.FONT_SCALES), help="字号")
    parser.add_argument("--page", choices=[key for key, _words, _icon in PAGES], help="只要一页")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = options.scale
    if options.out:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    apply(app, "dark" if options.dark else "light", options.size)
    window = GalleryWindow()
    window.show()
    if not options.out:
        return app.exec()
    stem = options.out.removesuffix(".png")
    for key in [options.page] if options.page else [key for key, _words, _icon in PAGES]:
        window.show_page(key)
        app.processEvents()
        app.processEvents()
        window.grab().save(f"{stem}-{key}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
