"""The report on a batch that passed the check: signature, digests, sequence, marks, files, sign-offs."""

from __future__ import annotations

from datetime import timedelta

from desktop.labels import batch_words, number_ranges
from desktop.services import continuity
from desktop.services.inspected import Inspection
from desktop.views.components.tiles import CheckedFact, FactStrip

DAY = timedelta(days=1)


def report_strip(found: Inspection) -> FactStrip:
    """The report in one row. A batch that fails a check never gets here: it is refused with a code."""
    total = len(found.items)
    sound = sum(not one.incomplete for one in found.items)
    files = f"{found.files} / {found.files}" if found.files else "没有文件"
    facts = [
        CheckedFact("签名", "有效，SM2"),
        CheckedFact("内容摘要", f"{files} 相符" if found.files else "相符"),
        CheckedFact("批次连续", _sequence(found), "warn" if found.gap else "ok"),
        *_epochs(found),
        CheckedFact("密级标志", "没有发现"),
        CheckedFact("文件可读", f"{files} 能打开" if found.files else files),
        CheckedFact(
            "审查签字",
            f"{sound} / {total} 有效" if total else "零报告" if found.nil else "没有信息",
            "ok" if sound == total else "warn",
        ),
    ]
    if found.clock_wrong:
        facts.append(CheckedFact("处室时间", f"比本机快 {round(found.clock_ahead / DAY)} 天", "warn"))
    headline, detail, tone = _verdict(found, total - sound)
    return FactStrip(headline, detail, facts, tone=tone)


def series_words(found: Inspection) -> str:
    """What the strip has no room for: the new epoch and what is missing, with what follows from it; empty for neither."""
    return "" if found.duplicate else "。\n".join((*continuity.words(found), ""))[:-1]


def held_words(found: Inspection) -> str:
    """What a package holds: items with their files, what is taken back, what is told as withheld."""
    words = batch_words(len(found.items), len(found.withdrawals), found.withheld, nil=found.nil)
    return f"{words}；{found.files} 个文件" if found.files else words


def _sequence(found: Inspection) -> str:
    seq = found.header.seq
    if found.gap:
        return f"缺第 {number_ranges(found.series.missing, 3)} 批"
    return f"第 {seq} 批，接第 {seq - 1} 批" if seq > 1 else "第 1 批"


def _epochs(found: Inspection) -> list[CheckedFact]:
    """A store that was put back from a backup begins a new epoch, and has lost something."""
    if not found.new_epoch:
        return []
    return [CheckedFact("纪元", f"第 {found.header.epoch} 纪元", "warn")]


def _verdict(found: Inspection, incomplete: int) -> tuple[str, str, str]:
    if found.duplicate:
        return "已经接收过", "再次接收不改动", "warn"
    conflicts = sum(one.novelty.value == "conflict" for one in found.items)
    if incomplete:
        return "可以接收", f"其中 {incomplete} 件须退回", "warn"
    if conflicts:
        return "可以接收", f"其中 {conflicts} 件冲突", "warn"
    if found.new_epoch:
        return "可以接收", "问清处室丢失了什么", "warn"
    if found.gap:
        return "可以接收", "前面有批次没到", "warn"
    return "可以接收", "核对全部通过", "ok"
