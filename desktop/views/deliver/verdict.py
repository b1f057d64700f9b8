"""What the check of a delivery folder found: whole and ours, whole but unknown, or damaged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.services import deliveries
from desktop.services.desk import Desk
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts
from desktop.views.components.text import Note, show_if
from desktop.views.transfers import digest_groups, size_words


@dataclass(frozen=True, slots=True)
class Verified:
    """A folder that is whole; `label` names the quarter that it is, empty when none of ours. `size` in bytes."""

    folder: Path
    label: str
    manifest_hash: str
    files: int
    size: int


def verified(desk: Desk, folder: Path) -> Verified:
    """Verify a delivery folder and look which of our deliveries it is."""
    manifest_hash, files, size = deliveries.verify(folder)
    ours = (one.quarter.label for one in deliveries.deliveries(desk) if one.manifest_hash == manifest_hash)
    return Verified(folder, next(ours, ""), manifest_hash, files, size)


class VerdictCard(Card):
    """Hidden until it tells."""

    def __init__(self) -> None:
        super().__init__("核验", " ")
        self._note = Note("", "circle-check", "oktext", role="medium")
        self._facts = Facts(name_width=72)
        self.panel = ErrorPanel()
        close = Button("关闭", "ghost", small=True)
        close.clicked.connect(self.hide)
        self.head.add_right(close)
        for part in (self._note, self._facts, self.panel):
            self.add(part)
        self.hide()

    def words(self) -> str:
        """What was told last."""
        return self._note.words.text() if not self._note.isHidden() else self.panel.accessibleName()

    def tell_sound(self, found: Verified) -> None:
        """The folder is whole."""
        if found.label:
            self._note.set_note(f"完整，与{found.label}送交时的内容一致", "circle-check", "oktext")
        else:
            self._note.set_note("完整，但不是本机登记过的送交", "triangle-alert", "warntext")
        self._facts.set_facts(
            [
                ("文件", f"{found.files} 个，{size_words(found.size)}"),
                ("内容摘要", digest_groups(found.manifest_hash)),
            ]
        )
        self._show(found.folder, sound=True)
        self.panel.clear()

    def tell_damaged(self, folder: Path, problem: UserError) -> None:
        """The folder is not to be used."""
        self._show(folder, sound=False)
        self.panel.tell(problem.message.rstrip("。"), problem.hint)

    def _show(self, folder: Path, *, sound: bool) -> None:
        self.set_fact(str(folder))
        self.set_tone("" if sound else "bad")
        show_if(self._note, sound)
        show_if(self._facts, sound)
        self.show()
