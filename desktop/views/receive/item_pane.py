"""The pane beside the items of a batch: what one item brings, and what shall be done with it."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import FIELDS, unknown_form_words, word
from desktop.rules.findings import Severity
from desktop.rules.items import ItemContent
from desktop.services.differences import settled_words, shown
from desktop.services.imports import Decision
from desktop.services.inspected import ItemPreview, Novelty
from desktop.services.screened import ScreenedFinding
from desktop.views.components.card import SectionHead
from desktop.views.components.chips import Chip
from desktop.views.components.choice_fields import MultiChoice
from desktop.views.components.difference import Difference, FieldChange
from desktop.views.components.facts import Facts
from desktop.views.components.fields import AreaField
from desktop.views.components.files import FileLine, FileList
from desktop.views.components.parts import RING, Parts
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.text import Note, Rule, Text, show_if
from desktop.views.look import tokens
from desktop.views.receive.decisions import NOVELTY_WORDS, SKIPPED, Answer, Decisions
from desktop.views.receive.side_pane import SidePane
from desktop.views.transfers import size_words

RETURNABLE = (
    "title", "document_number", "genre", "signed_on", "issuing_body", "attribute", "ground", "reason", "channels",
    "column", "planned_on", "summary", "theme", "keywords", "attachments", "answers", "notes", "resolutions",
    "next_review_on",
)  # fmt: skip
"""The fields that a return may mark, in the order of the form."""

FINDINGS_SHOWN = 20
FIELD_CHOICES = tuple((name, FIELDS[name]) for name in RETURNABLE)
_SHOWN = ("document_number", "genre", "signed_on", "issuing_body", "attribute", "channels", "planned_on", "summary")


class ItemPane(SidePane):
    """`show_item(preview, decisions)`; `decided(uuid, Decision)` follows every answer by the user."""

    decided = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._preview: ItemPreview | None = None
        self._chip = Chip("")
        self._versions = Text("", "small", "text2")
        self._title = Text("", "item", wrap=True, selectable=True)
        self._page = ScrollColumn(margin=0, spacing=tokens.S12)
        self._body: list[QWidget] = []
        self.choice = SegmentedChoice(
            [Segment("accept", "接受来件", "ok"), Segment("return", "退回补正", "bad")],
            name="这一件怎样处理",
            stretch=True,
            tall=True,
        )
        self.reason = AreaField("退回理由", required=True, info="随回执告诉处室", lines=2)
        self.fields: MultiChoice[str] = MultiChoice("要补正的字段", FIELD_CHOICES, placeholder="可以不选")
        self._why = Note("", "info", "warntext", wrap=True)
        self._foot = Parts()
        self._lay_out()
        self.choice.chosen.connect(self._chosen)
        self.reason.changed.connect(self._returned)
        self.fields.changed.connect(self._returned)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(RING, 0, 20, 0)
        top.setSpacing(12)
        top.addWidget(self._chip)
        top.addWidget(self._versions, 1)
        foot = self._foot.column
        foot.setContentsMargins(RING, 10, 20, 14)
        foot.setSpacing(8)
        head = SectionHead("这一件怎样处理", small=True)
        head.add_right(Text("按 1 接受，2 退回", "caption", "text2"))
        for part in (head, self.choice, self._why, self.reason, self.fields):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(20 - RING, 14, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        title = QHBoxLayout()
        title.setContentsMargins(RING, 0, 20, 0)
        title.addWidget(self._title)
        column.addLayout(title)
        self._page.column.setContentsMargins(RING, 0, 20, 12)
        column.addWidget(self._page, 1)
        self._rule = Rule()
        column.addWidget(self._rule)
        column.addWidget(self._foot)

    def show_item(self, one: ItemPreview, decisions: Decisions) -> None:
        """Show an item and its decision."""
        self._preview = one
        self._chip.set_word(NOVELTY_WORDS[one.novelty])
        self._versions.set_words(_versions(one))
        self._title.set_words(one.content.title)
        self._fill(one)
        answer = decisions.answer(one.uuid)
        decision = decisions.decision(one.uuid)
        why = decisions.may_accept(one.uuid)
        for part in (self._rule, self._foot):
            show_if(part, answer in (Answer.ACCEPT, Answer.RETURN))
        self.choice.block("accept", why)
        self.choice.set_value(answer.value)
        self._why.set_note(why, "triangle-alert", "warntext")
        show_if(self._why, bool(why))
        self.reason.set_value(decision.reason)
        self.fields.set_value(decision.fields)
        self._show_reason(answer is Answer.RETURN)

    def _fill(self, one: ItemPreview) -> None:
        for widget in self._body:
            self._page.column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._body = []
        if one.novelty in (Novelty.CHANGED, Novelty.CONFLICT):
            self._put(Difference((f"本机，第 {_our_rev(one)} 版", ""), (f"来件，第 {one.rev} 版", ""), _changes(one)))
        else:
            facts = [(FIELDS[name], shown(getattr(one.content, name))) for name in _SHOWN]
            self._put(Facts(facts))
        if one.published is not None:
            earlier = one.published
            self._put(
                Note(
                    f"更正已公开的信息。旧版（第 {earlier.rev} 版）{earlier.published_on} 公开在 {earlier.address}，"
                    "重新审查后须重新公开",
                    "megaphone",
                    "warntext",
                    wrap=True,
                )
            )
        if one.novelty is Novelty.CONFLICT:
            self._put(Note("接收后两份都不公开，列在“待两人决定”。", "users", "warntext", wrap=True))
        elif one.novelty is Novelty.DECIDED:
            self._put(Note("两人已决定以另一份内容为准，这一份随回执退回处室。", "users", "text2", wrap=True))
        elif one.novelty is Novelty.DIVERGED:
            words = f"处室不知道本机的第 {one.our_rev} 版，多半恢复过备份。这一份不采用，随回执退回处室核对。"
            self._put(Note(words, "users", "warntext", wrap=True))
        elif one.novelty in SKIPPED:
            self._put(Note("这一版已经在本机，接收时跳过，不改动。", "copy", "text2", wrap=True))
        if not one.form_known:
            self._put(Note(unknown_form_words(one.content.form), "triangle-alert", "warntext", wrap=True))
        self._put(SectionHead("文件", f"{len(one.content.attachments)} 个", small=True))
        self._put(FileList([_file(n, one) for n in range(len(one.content.attachments))]))
        if one.findings:
            self._put(SectionHead("内容检查", f"{len(one.findings)} 项", small=True))
            for found in one.findings[:FINDINGS_SHOWN]:
                self._put(_finding(found))
            if len(one.findings) > FINDINGS_SHOWN:
                self._put(Note(f"另有 {len(one.findings) - FINDINGS_SHOWN} 项，接收后在审查页查看", "info", "text2"))
        signed = "、".join(f"{sign.statement.person}（{word(sign.statement.step)}）" for sign in one.sign_offs)
        if signed:
            self._put(Note(f"已签字：{signed}，签的就是第 {one.rev} 版", "circle-check", "oktext", wrap=True))

    def _put(self, widget: QWidget) -> None:
        self._page.add(widget)
        self._body.append(widget)

    def _chosen(self, value: str) -> None:
        self._show_reason(value == "return")
        if value == "return":
            self.reason.setFocus()
            self._returned()
        elif self._preview is not None:
            self.decided.emit(self._preview.uuid, Decision())

    def _returned(self) -> None:
        if self._preview is not None:
            decision = Decision(False, self.reason.value(), tuple(self.fields.value()))
            self.decided.emit(self._preview.uuid, decision)

    def _show_reason(self, wanted: bool) -> None:
        show_if(self.reason, wanted)
        show_if(self.fields, wanted)


def _versions(one: ItemPreview) -> str:
    if one.novelty is Novelty.CHANGED:
        return f"第 {one.our_rev} 版 → 第 {one.rev} 版"
    if one.novelty is Novelty.CONFLICT:
        return f"两份都是第 {one.rev} 版，内容不同"
    if one.novelty in (Novelty.OLDER, Novelty.DIVERGED):
        return f"来件第 {one.rev} 版，本机已有第 {one.our_rev} 版"
    return f"{one.form_number}，第 {one.rev} 版"


def _our_rev(one: ItemPreview) -> int:
    return one.rev if one.novelty is Novelty.CONFLICT else one.our_rev


def _changes(one: ItemPreview) -> list[FieldChange]:
    changed = [FieldChange(each.label, each.before, each.after) for each in one.changes]
    touched = {each.field for each in one.changes}
    same = [
        FieldChange(FIELDS[field.name], words, words)
        for field in dataclasses.fields(ItemContent)
        if field.name not in touched
        and field.name not in ("answers", "notes")
        and (words := shown(getattr(one.content, field.name))) != "无"
    ]
    return changed + same


def _file(place: int, one: ItemPreview) -> FileLine:
    document = one.content.attachments[place]
    pages = f"{document.pages} 页，" if document.pages else ""
    return FileLine(document.sm3, document.name, f"{pages}{size_words(document.size)}", word(document.role), "mute")


def _finding(found: ScreenedFinding) -> Note:
    where = f"{found.what}（{found.document}，{found.place}）"
    if found.resolution is not None:
        return Note(f"{where}：{settled_words(found.resolution)}", "circle-check", "oktext", wrap=True)
    if found.severity is Severity.CHECK:
        return Note(f"{where}：处室没有说明", "info", "text2", wrap=True)
    words = "已由保密审查员放行" if found.severity is Severity.BLOCK else "处室没有处理"
    return Note(f"{where}：{words}", "triangle-alert", "warntext", wrap=True)
