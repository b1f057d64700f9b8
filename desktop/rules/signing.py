"""What is asked of a sign-off that is made here and now, beyond what every sign-off must hold for ever (`review`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.errors import UserError
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.review import Opinion, SignOffStatement

OPINION_LIMIT = 5_000
"""Characters of an opinion; the paper goes on over as many pages as it takes."""

CLOCK_LEEWAY = timedelta(minutes=5)
"""By how much a clock may have been put right: what is further back was set back."""

OTHER_CLOCK_LEEWAY = timedelta(days=1)
"""By how much the clocks of two ends may differ."""


def require_words(text: str, opinion: Opinion = Opinion.AGREE) -> None:
    """Raise UserError (E-LIMIT) for an opinion that is too long; with a disagreement or a return it is a reason."""
    if len(text) > OPINION_LIMIT:
        what = words_called(opinion)
        raise UserError(
            f"{what}有 {len(text)} 字，超过 {OPINION_LIMIT} 字", f"压缩{what}，详细的材料作为附件另存", "E-LIMIT"
        )


def words_called(opinion: Opinion) -> str:
    """What the words of a signer are called."""
    return "意见" if opinion is Opinion.AGREE else "理由"


def require_clock(statement: SignOffStatement, previous: SignOffStatement | None, last_entry: datetime | None) -> None:
    """Raise UserError (E-CLOCK) when a sign-off would be dated before what was done earlier.

    `last_entry` is the moment of the newest audit entry of this store. The evidence would contradict itself. Where a
    clock had run ahead and was put right, signing in again leaves an entry with the right time.
    """
    moment = datetime.fromisoformat(statement.signed_at)
    if previous is not None:
        before = datetime.fromisoformat(previous.signed_at)
        leeway = CLOCK_LEEWAY if previous.place is statement.place else OTHER_CLOCK_LEEWAY
        if moment < before - leeway:
            _refuse_clock(moment, before, "前一步签字的时间")
    if last_entry is not None and moment < last_entry - CLOCK_LEEWAY:
        _refuse_clock(moment, last_entry, "本机上一次办理的时间")


def require_order_of_days(statement: SignOffStatement, previous: SignOffStatement | None) -> None:
    """Raise UserError (E-DATE) when ink is dated before the day of the step before it; the same day will do."""
    if statement.ink is None or previous is None:
        return
    if statement.day < previous.day:
        raise UserError(
            f"签字日期 {statement.day} 早于前一步的签字日期 {previous.day}",
            f"核对纸面，改为 {previous.day} 或以后；前一步的日期录错的，先撤回前一步的签字，重新录入",
            "E-DATE",
        )


def _refuse_clock(moment: datetime, earlier: datetime, what: str) -> None:
    def told(one: datetime) -> str:
        return f"{one.astimezone(CIVIL_TIME):%Y-%m-%d %H:%M}"

    raise UserError(
        f"电脑的时间是 {told(moment)}，早于{what} {told(earlier)}，没有签字",
        "校正电脑的日期和时间再签字；以前的时间快了、现在已经校正的，退出后重新登录",
        "E-CLOCK",
    )
