"""The gallery: every component in every state, in both schemes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from desktop.views.components.card import Card
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.components.facts import Facts
from desktop.views.components.navigation import Navigation, NavPage
from desktop.views.gallery.controls import controls_page
from desktop.views.gallery.delivery import delivery_page
from desktop.views.gallery.forms import forms_page
from desktop.views.gallery.guides import empty_page, guide_page
from desktop.views.gallery.home import home_page
from desktop.views.gallery.ledger import ledger_page
from desktop.views.gallery.review import review_page
from desktop.views.look import tokens
from desktop.views.look.theme import apply, theme

PAGES = (
    ("controls", "控件", "inbox"),
    ("forms", "表单", "notebook-pen"),
    ("ledger", "台账", "table-2"),
    ("home", "首页", "chart-column"),
    ("review", "审查", "shield-check"),
    ("delivery", "送交", "archive"),
    ("empty", "空状态", "file-text"),
    ("guide", "引导", "landmark"),
)


class GalleryWindow(QWidget):
    """A window with one page per group of components and a switch for scheme and type size."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("组件")
        self.resize(1440, 900)
        self.navigation = Navigation()
        self.navigation.set_unit("省司法厅", "办公室端")
        self.navigation.set_user("周敏", "保密审查员")
        saved = (("week", "本周到期"), ("quarter", "三季度待送交"))
        pages = [NavPage(key, words, icon, saved if key == "ledger" else ()) for key, words, icon in PAGES]
        bottom = [
            NavPage("dialog", "对话框", "book-open"),
            NavPage("scheme", "深色与浅色", "moon"),
            NavPage("size", "字号", "settings"),
        ]
        self.navigation.set_pages([pages[:1], pages[1:5], pages[5:], bottom])
        self.navigation.set_count("controls", 14)
        self.navigation.set_count("ledger", 6)
        self.navigation.set_count("ledger", 128, view="quarter")
        self.navigation.set_count("review", 3, late=1)
        self.navigation.opened.connect(self._open)
        self.stack = QStackedWidget()
        builders: tuple[Callable[[], QWidget], ...] = (
            controls_page,
            forms_page,
            ledger_page,
            home_page,
            review_page,
            delivery_page,
            empty_page,
            guide_page,
        )
        for build in builders:
            self.stack.addWidget(build())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        self.setFocus()
        self.show_page("controls")

    def show_page(self, key: str) -> None:
        """Go to a page."""
        self.navigation.set_current(key)
        self.stack.setCurrentIndex([page[0] for page in PAGES].index(key))

    def _open(self, key: str, _view: str) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        sizes = list(tokens.FONT_SCALES)
        now = next(name for name, scale in tokens.FONT_SCALES.items() if scale == theme().scale)
        if key == "scheme":
            apply(app, "light" if theme().dark else "dark", now)
        elif key == "size":
            apply(app, theme().scheme, sizes[(sizes.index(now) + 1) % len(sizes)])
        elif key == "dialog":
            show_dialog(self)
        else:
            self.show_page(key)


def show_dialog(window: GalleryWindow) -> ReasonDialog:
    """Open a dialog over the gallery."""
    dialog = ReasonDialog(
        window,
        "修改附件后，2 个签字将作废",
        "关于公布 2026 年第四季度准予律师执业人员名单的公告",
        "作废签字并修改",
        label="修改原因",
        info="写入历史，两位签字人下次打开时可见",
        fact="原签字和第 2 版保留在历史中",
        value="名单补充 2 人",
    )
    box = Card(padding=14)
    box.set_ground("sunken")
    box.add(
        Facts(
            [("承办人", "王晓彤  11-05 同意，作废，需重签"), ("处室负责人", "陈志远  11-06 同意，作废，需重签")],
            name_width=84,
        )
    )
    dialog.body.insertWidget(0, box)
    dialog.show()
    return dialog
