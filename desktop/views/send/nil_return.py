"""What is sent when no item is: the nil return of a period, or the entries that wait, told for what they are."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.services.sending import Sending
from desktop.views.components.choice_fields import ChoiceField
from desktop.views.components.dialogs import ConfirmDialog

NIL_RETURN = "零报告"


def offered_periods(page: Sending) -> tuple[str, ...]:
    """The periods that a batch without items may be for; while items are ready, those that have ended unreported."""
    if page.ready:
        return tuple(one for one in page.owed if one != page.period)
    return page.owed or (page.period,)


def nothing_public(page: Sending) -> str:
    """What a batch says that has no items, only entries of what is withheld."""
    return f"本期没有公开信息，另有 {page.withheld} 条不予公开条目随批报送"


class NilDialog(ConfirmDialog):
    """Asks for a batch without items; `period()` is the one that it is for."""

    def __init__(self, parent: QWidget, office_name: str, page: Sending) -> None:
        periods = offered_periods(page)
        one = periods[0] if len(periods) == 1 else ""
        title, record, verb = f"{one}{NIL_RETURN}", "这一期没有要报送的信息", f"{NIL_RETURN}并写到 U 盘"
        consequence = "零报告也占一个批次号"
        facts = [("期间", one)] if one else []
        facts.append(("处室", office_name))
        if page.withheld:
            title, record, verb = f"{one}报送不予公开条目", nothing_public(page), "写到 U 盘"
            facts.append(("随带", f"{page.withheld} 条不予公开的编号、日期和条款"))
        if page.withdrawals:
            title, verb = f"报送 {len(page.withdrawals)} 件撤回", "写到 U 盘"
            facts += [("撤回", f"{told.number} {told.title}") for told in page.withdrawals]
        if page.withheld or page.withdrawals:
            consequence = "这一批也占一个批次号"
        super().__init__(
            parent,
            title,
            record,
            verb,
            facts=facts,
            consequence=f"{consequence}，写到 U 盘后交办公室，同样要取回执。",
            icon="send",
        )
        self._only = one
        self.choice = ChoiceField("期间", [(told, _words(page, told)) for told in periods], periods[0], required=True)
        if not one:
            self.add(self.choice)

    def period(self) -> str:
        """The period chosen."""
        return self._only or self.choice.value() or ""


def _words(page: Sending, period: str) -> str:
    return f"{period}（本期）" if period == page.period else f"{period}（没有报送）"
