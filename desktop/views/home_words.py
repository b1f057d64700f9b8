"""What the home screen says at each end: the tiles, the days of the strip, the rows to do first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services.desk import Desk
from desktop.services.home import DayLoad, Home
from desktop.services.ledger import LedgerRow
from desktop.services.referrals import WORKING_DAYS
from desktop.views.components.deadlines import Day, Due
from desktop.views.forged import FORGED
from desktop.views.ledger.cells import title_words
from desktop.views.limits import SOON_WORKING_DAYS, WEEKDAYS, day_words, limit_words
from desktop.views.next_steps import LOOK, NextStep, next_step

LATE = "late"
TAGS_SHOWN = 4
_S = ItemState


@dataclass(frozen=True, slots=True)
class TileWords:
    """One tile: what it counts, what holds of it, and where a press leads."""

    words: str
    number: int
    unit: str
    fact: str
    tone: str
    page: str
    key: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A row above those of the items: what is due of a list, and where the list is."""

    title: str
    fact: str
    day: str
    words: str
    verb: str
    tone: str
    page: str
    key: str


def tiles(desk: Desk, found: Home) -> list[TileWords]:
    """The counts of an end, in the order of an item's way."""
    if desk.agency.end is End.OFFICE:
        shown = [
            _tile(desk, found, "草稿", "还没有送审", _S.DRAFT),
            _tile(desk, found, "待审查", "等候签字", _S.IN_REVIEW),
            _tile(desk, found, "退回补正", "改好后重新送审", _S.RETURNED),
            _tile(desk, found, "待报送", "审查已通过", _S.TO_SUBMIT),
        ]
        waiting, tone = ("回执到了就读入" if found.unreceipted else ""), ""
        if found.unreceipted_late:
            waiting, tone = f"{found.unreceipted_late:,} 批已超期", "bad"
        if found.lost_batches:
            waiting, tone = f"{found.lost_batches:,} 批办公室没有了，要重新写出", "bad"
        send = next_step(desk, _S.TO_SUBMIT).page
        page, key = (
            (send, "waiting" if found.unreceipted_late or found.lost_batches else "")
            if send != "ledger"
            else ("ledger", "state:awaiting_receipt")
        )
        return [*shown, TileWords("待回执", found.unreceipted, "批", waiting, tone, page, key)]
    return [
        _tile(desk, found, "待审查", "等候签字", _S.PENDING, _S.IN_REVIEW),
        _tile(desk, found, "待发布", "审查已通过", _S.TO_PUBLISH),
        _tile(desk, found, "退回补正", "等处室改好再报", _S.RETURNED),
        _tile(desk, found, "待送交", "每季度送交一次", _S.PUBLISHED),
        _tile(desk, found, "草稿", "本机关自己登记的", _S.DRAFT),
    ]


def strip(desk: Desk, found: Home) -> list[Day]:
    """The working days ahead; what has passed its statutory limit stands before today."""
    today = desk.today()
    days = []
    if found.overdue:
        days.append(Day(LATE, "已超期", f"{found.overdue:,} 件", (Due("发布", True, "bad"),), "late"))
    for number, one in enumerate(found.days):
        week = number > 0 and one.day.isocalendar().week != found.days[number - 1].day.isocalendar().week
        is_today = one.day == today
        weekday = "今天" if is_today else f"周{WEEKDAYS[one.day.weekday()]}"
        tone = "warn" if number <= SOON_WORKING_DAYS else "accent"
        state = "today" if is_today else ""
        days.append(Day(one.day.isoformat(), f"{one.day:%m-%d}", weekday, _due(one, tone), state, week))
    return days


def due_count(found: Home) -> int:
    """How many limits run out in the strip."""
    return sum(one.internal + one.statutory for one in found.days)


def reminders(found: Home) -> list[Reminder]:
    """What is due of the lists beside the items: one row for each list, none for one where nothing is due."""
    told = (
        (
            found.answers_late,
            Reminder(
                f"报请确定 {found.answers_late:,} 项还没有答复",
                "保密审查·报请确定·向报送的部门催办，收到答复后登记",
                "答复超期",
                f"报送后 {WORKING_DAYS} 个工作日",
                "去催办",
                "bad",
                "review",
                "referred",
            ),
        ),
        (
            found.reviews_due,
            Reminder(
                f"负面清单 {found.reviews_due:,} 项待复核",
                "公开目录·负面清单·复核前照常检查",
                "已到期",
                "至少一年复核一次",
                "去复核",
                "warn",
                "registers",
                "negative",
            ),
        ),
        (
            found.re_reviews_due,
            Reminder(
                f"不主动公开的信息 {found.re_reviews_due:,} 件待定期评审",
                "保密审查·定期评审·能公开的及时公开",
                "已到期",
                "重新决定是否公开",
                "去评审",
                "warn",
                "review",
                "again",
            ),
        ),
    )
    return [one for count, one in told if count]


def row_words(desk: Desk, row: LedgerRow, forged: bool) -> tuple[str, str, str, str, str]:
    """Title, fact, day, words and tone of a row to do first; `forged` says that a signature on it does not verify."""
    title = title_words(row.state, row.title)
    fact = f"{row.office}·{row.number}·{'退回重新审查' if forged else _where(row)}"
    if forged:
        return title, fact, "", FORGED.word, FORGED.tone
    if row.statutory_due is None:
        return title, fact, "", "没有公开期限", ""
    words, tone = limit_words(desk, row.statutory_due)
    return title, fact, day_words(row.statutory_due, desk.today()), words, tone


def step_of(desk: Desk, row: LedgerRow, forged: bool) -> NextStep:
    """What the person at the desk does with a row; what a forged one waits for would refuse it."""
    return LOOK if forged else next_step(desk, row.state, own=row.office == desk.agency.office_name)


def date_words(today: date) -> str:
    """2026年11月20日 星期五."""
    return f"{today.year}年{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}"


def _tile(desk: Desk, found: Home, words: str, fact: str, *states: ItemState) -> TileWords:
    count = sum(found.counts.get(state, 0) for state in states)
    late = sum(found.late.get(state, 0) for state in states)
    ending = sum(found.today.get(state, 0) for state in states)
    step = next_step(desk, states[0])
    whole_page = step.page not in ("ledger", "editor")
    page, key = (step.page, "") if whole_page else ("ledger", f"state:{states[0].value}")
    if late:
        return TileWords(words, count, "件", f"{late:,} 件已超期", "bad", page, key)
    if ending:
        return TileWords(words, count, "件", f"{ending:,} 件今天到期", "warn", page, key)
    return TileWords(words, count, "件", fact if count else "", "", page, key)


def _due(one: DayLoad, tone: str) -> tuple[Due, ...]:
    """A tag for each limit while they fit, else one tag with the number of each kind."""
    kinds = (("发布", one.statutory, True), ("报送", one.internal, False))
    if one.statutory + one.internal <= TAGS_SHOWN:
        return tuple(Due(words, statutory, tone) for words, count, statutory in kinds for _ in range(count))
    return tuple(Due(f"{words} {count:,}", statutory, tone) for words, count, statutory in kinds if count)


def _where(row: LedgerRow) -> str:
    return {
        _S.DRAFT: "草稿，还没有送审",
        _S.RETURNED: "退回补正",
        _S.IN_REVIEW: "审查中",
        _S.PENDING: "已接收，等候签字",
        _S.TO_SUBMIT: "审查已通过",
        _S.TO_PUBLISH: "审查已通过",
    }[row.state]
