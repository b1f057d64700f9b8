"""What the page of batches says when nothing is ready: the nil return, or that this period is done."""

from __future__ import annotations

from desktop.rules.states import CAME_TO_NOTHING
from desktop.services.sending import Sending
from desktop.views.components.buttons import Button
from desktop.views.components.empty import EmptyState
from desktop.views.send.contents import content_words
from desktop.views.send.nil_return import NIL_RETURN, nothing_public


class NothingReady(EmptyState):
    """An empty state with its two verbs: 零报告 and 登记信息."""

    def __init__(self, sentence: str, detail: str, *, nil_is_due: bool, verb: str = NIL_RETURN) -> None:
        self.nil = Button(verb, "primary" if nil_is_due else "secondary", icon="send")
        self.register_ = Button("登记信息", icon="plus")
        verbs = [self.nil, self.register_] if nil_is_due else [self.register_]
        super().__init__(sentence, detail, verbs)
        if not nil_is_due:
            self.nil.setParent(self)
            self.nil.hide()


def empty_state(page: Sending) -> NothingReady:
    """What fits this moment: the nil return is due until something was written for the period."""
    if page.unwritten is not None:
        number = page.unwritten.paper_number
        return NothingReady("没有别的信息要报送", f"{number}写出后，可以组新的一批。", nil_is_due=False)
    if page.withdrawals:
        return NothingReady(
            f"有 {len(page.withdrawals)} 件撤回要告诉办公室",
            "没有别的信息要报送，撤回也可以单独报一批。",
            nil_is_due=True,
            verb="报送撤回",
        )
    if page.owed and page.withheld:
        return NothingReady(
            nothing_public(page), f"{page.owed[0]}还没有报送，点一次即可。", nil_is_due=True, verb="报送不予公开条目"
        )
    if page.owed and page.owed[0] != page.period:
        return NothingReady(f"{page.owed[0]}还没有报送", "没有信息也要报送，点一次零报告即可。", nil_is_due=True)
    if page.owed:
        return NothingReady("这一期没有要报送的信息", "没有信息也要报送，点一次零报告即可。", nil_is_due=True)
    sent = next((one for one in page.batches if one.state not in CAME_TO_NOTHING), None)
    if sent is None or not sent.nil:
        last = f"最近一批是{sent.paper_number}，{content_words(sent)}。" if sent is not None else ""
        return NothingReady("这一期的信息都已报送", last, nil_is_due=False)
    return NothingReady("这一期已经零报告", f"编为{sent.paper_number}，有新的信息仍可报送。", nil_is_due=False)
