"""What happens in the editor when an item chooses its row of the catalogue, or the ground for not disclosing."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.labels import FIELDS
from desktop.rules.grounds import HINTS, reason_to_begin_with
from desktop.rules.items import Attribute
from desktop.services import catalogue
from desktop.services.catalogue import FoundRow, TakenOver
from desktop.views.editor.catalogue_field import SHOWN, CatalogueField
from desktop.views.editor.form import ItemForm
from desktop.views.workbench import Workbench

KEPT = "条款和理由留在草稿里，主动公开时不起作用，不打印"
PROACTIVE_INFO = "主动公开为默认，改为其他须写明条款和理由"


class ChoosingRow(QObject):
    """Fills the list of the catalogue field and takes over what the chosen row says, telling what was taken over."""

    def __init__(self, form: ItemForm, bench: Workbench) -> None:
        super().__init__(form)
        self._form, self._bench = form, bench
        field = form.fields["catalogue_row"]
        assert isinstance(field, CatalogueField)
        self.field = field
        field.searched.connect(self._search)
        field.chosen.connect(self._chosen)
        bench.follow(form, "catalogue", self.look)

    def look(self) -> None:
        """See whether there is a catalogue to choose from."""
        desk = self._bench.desk
        self._bench.read(self._form, lambda: catalogue.current(desk) is not None, self.field.set_catalogue)

    def _search(self, words: str) -> None:
        desk = self._bench.desk
        self._bench.read(
            self._form, lambda: catalogue.find_rows(desk, words, SHOWN), lambda rows: self.field.offer(words, rows)
        )

    def _chosen(self, row: FoundRow) -> None:
        desk, content = self._bench.desk, self._form.saved_content()
        self._bench.read(
            self._form, lambda: catalogue.take_over(desk, content, row), lambda taken: self._take_over(row, taken)
        )

    def _take_over(self, row: FoundRow, taken: TakenOver) -> None:
        self._form.propose(taken.values, f"取自目录 {row.number}", "高")
        self.field.set_info(taken_words(row, taken))


class ChoosingGround(QObject):
    """Tells what to mind with a ground and offers a reason to begin with; what was written stays when it is not needed."""

    def __init__(self, form: ItemForm) -> None:
        super().__init__(form)
        self._form = form
        for name in ("ground", "attribute"):
            form.fields[name].changed.connect(self._changed)

    def tell(self) -> None:
        """Say below the fields what holds for them as they stand."""
        content = self._form.content()
        proactive = content.attribute is Attribute.PROACTIVE
        kept = proactive and (content.ground is not None or bool(content.reason))
        self._form.fields["attribute"].set_info(KEPT if kept else PROACTIVE_INFO)
        self._form.fields["ground"].set_info(HINTS[content.ground] if content.ground is not None else "")

    def _changed(self) -> None:
        content = self._form.content()
        if content.attribute is not Attribute.PROACTIVE:
            offered = reason_to_begin_with(content.ground, content.attribute, content.reason)
            if offered:
                self._form.propose({"reason": offered}, "常用写法，按实际情况改", "低")
            elif offered == "":
                self._form.fields["reason"].set_value("")
        self.tell()


def taken_words(row: FoundRow, taken: TakenOver) -> str:
    """What was taken over from a row and what stayed, in one line."""
    parts = [
        f"已带出{_names(tuple(taken.values))}" if taken.values else "",
        f"{_names(taken.kept)}保留原填" if taken.kept else "",
        "目录规定依申请公开" if row.entry.method is not Attribute.PROACTIVE else "",
    ]
    return "；".join(part for part in parts if part) or "与目录的规定一致"


def _names(names: tuple[str, ...]) -> str:
    return "、".join(FIELDS[name] for name in names)
