"""The six steps of a delivery and how far it is."""

from __future__ import annotations

from desktop.services.deliveries import RECEIVERS
from desktop.views.components.stepper import Step
from desktop.views.deliver.reading import QuarterPage


def steps(page: QuarterPage, failed: str = "") -> list[Step]:
    """汇集 核对 制包 打印 交接 回执, with `failed` when writing just failed."""
    gathered = Step("汇集", ("零报告" if page.nil else f"{len(page.lines)} 件",), "done")
    if page.delivery is None:
        return [gathered, *_before(page, failed)]
    receivers = page.delivery.receivers
    handed = sum(one.handed_over_on is not None for one in receivers)
    signed = sum(one.received_on is not None for one in receivers)
    both = len(receivers)
    return [
        gathered,
        Step("核对", ("制包时已核对",), "done"),
        Step("制包", (f"{page.files} 个文件",), "done"),
        Step("打印", ("目录表、文据",), "done" if handed else "current"),
        Step("交接", (f"{both} 馆，已交接 {handed} 馆",), _state(handed, both, ready=True)),
        Step("回执", (f"{both} 馆，已回执 {signed} 馆",), _state(signed, both, ready=handed == both)),
    ]


def _before(page: QuarterPage, failed: str) -> list[Step]:
    total = len(page.checks)
    sound = total - len(page.failing)
    checked = Step("核对", (f"{total} 项，通过 {sound} 项",), "failed" if page.failing else "done")
    state = "failed" if failed else "next" if page.failing else "current"
    return [
        checked,
        Step("制包", (failed or f"{page.files} 个文件",), state),
        Step("打印", ("目录表、文据",)),
        Step("交接", (f"{len(RECEIVERS)} 馆",)),
        Step("回执", (f"{len(RECEIVERS)} 馆",)),
    ]


def _state(done: int, total: int, *, ready: bool) -> str:
    if done == total:
        return "done"
    return "current" if done or ready else "next"
