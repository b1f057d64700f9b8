"""The command that verifies a package, a receipt, a delivery or anybody's bag, and prints every problem."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from desktop.cli.answers import Answer, progress
from desktop.services import verification
from desktop.services.verification import Problem, Report, remedy, visible

REFUSED = 3
_LONGEST_NAME = 400


def verify(given: Namespace) -> Answer:
    """Verify what lies at a path; the exit code is 3 when it is not valid, or cannot be told to be."""
    report = verification.verify(given.path, progress())
    return Answer(_lines(report), _data(report), 0 if report.valid else REFUSED)


def _lines(report: Report) -> tuple[str, ...]:
    lines = [_verdict(report)]
    lines += [f"{name}：{visible(value)}" for name, value in report.facts]
    if report.identity:
        lines.append(f"标识：{report.identity}")
    lines += [_line(one) for one in report.problems]
    if report.warnings:
        lines.append(f"另有 {len(report.warnings)} 处提醒，不影响结果")
        lines += [_line(one) for one in report.warnings]
    codes = dict.fromkeys(one.code for one in report.problems)
    return (*lines, *(f"{code} 的办法：{remedy(code)}" for code in codes))


def _verdict(report: Report) -> str:
    if report.valid:
        return f"{report.kind}核验通过"
    if report.undecided:
        return f"{report.kind}不能判定：能核对的都相符，有 {len(report.problems)} 份清单核对不了"
    return f"{report.kind}核验不通过，有 {len(report.problems)} 处问题"


def _line(one: Problem) -> str:
    return "  ".join(part for part in (one.code, _shown(one.file), _shown(one.words)) if part)


def _shown(text: str) -> str:
    return visible(text, _LONGEST_NAME)


def _data(report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {
        "valid": report.valid,
        "undecided": report.undecided,
        "kind": report.kind,
        "identity": report.identity,
        "facts": {name: visible(value) for name, value in report.facts},
        "problems": [{**_record(one), "remedy": remedy(one.code)} for one in report.problems],
        "warnings": [_record(one) for one in report.warnings],
    }
    if not report.valid:
        first = report.problems[0]
        data |= {"error": first.code, "message": _shown(first.words), "hint": remedy(first.code)}
    return data


def _record(one: Problem) -> dict[str, str]:
    return {"code": one.code, "file": _shown(one.file), "words": _shown(one.words)}
