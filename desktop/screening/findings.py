"""Runs every rule over a document and lists what a person must look at."""

from __future__ import annotations

from desktop.screening.marks import LONE_LEVEL, MARK
from desktop.screening.personal import PERSONAL_RULES
from desktop.screening.records import DocumentText, Finding, Severity, Trace, TraceKind
from desktop.screening.rules import Rule, findings_in
from desktop.screening.words import WORD_RULES

__all__ = ["RULES", "Finding", "Severity", "scan"]

RULES: tuple[Rule, ...] = (MARK, LONE_LEVEL, *WORD_RULES, *PERSONAL_RULES)

_TRACES = {
    TraceKind.HIDDEN_SHEET: "工作表已隐藏，公开前取消隐藏或删除",
    TraceKind.COMMENT: "文件带有批注，公开前须删除",
    TraceKind.TRACKED_CHANGE: "文件带有修订痕迹，公开前须接受或拒绝全部修订",
    TraceKind.UNREAD_FILE: "文件里夹带的文件没有打开，内容未经检查，须取出来逐个检查",
}
_ORDER = tuple(Severity)


def scan(document: DocumentText) -> tuple[Finding, ...]:
    """List all findings, the gravest first; none of them holds a raw hit."""
    found = [finding for part in document.parts for finding in findings_in(part, RULES)]
    found += [_from_trace(trace) for trace in document.traces]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def _from_trace(trace: Trace) -> Finding:
    return Finding(f"hidden.{trace.kind.value}", Severity.MUST, _TRACES[trace.kind], trace.place, "", trace.count, 0)
