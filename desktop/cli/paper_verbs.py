"""Commands on papers: forms, the monthly summary, the return slip, the spot check; and a paper that comes back."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.answers import Answer, progress, say
from desktop.errors import UserError
from desktop.services import ledger, papers
from desktop.services.desk import Desk
from desktop.services.paper_check import check_paper, state_words, told


def form(desk: Desk, given: Namespace) -> Answer:
    """Review forms as a PDF; a blank one when asked for or when no item is named."""
    if given.blank and given.items:
        raise UserError("空白表不带编号", "去掉编号，或者去掉 --blank", "E-USAGE")
    if given.form and given.items:
        raise UserError("--form 只用于空白表", "已登记的信息按自己的审查表打印，可用 --layout 换版式", "E-USAGE")
    if not given.items:
        papers.save_pdf(given.output, papers.blank_form_pdf(desk, given.form, given.layout))
        return say(f"已写出：{given.output}", path=str(given.output))
    uuids = [ledger.find_uuid(desk, one) for one in given.items]
    papers.save_pdf(given.output, papers.review_form_pdf(desk, *uuids, layout=given.layout, progress=progress()))
    return say(*filter(None, (f"已写出：{given.output}", papers.font_words())), path=str(given.output))


def summary(desk: Desk, given: Namespace) -> Answer:
    """The summary of a month as a PDF."""
    papers.save_pdf(given.output, papers.monthly_summary_pdf(desk, given.month, office_id(desk, given.office)))
    return say(f"已写出：{given.output}", path=str(given.output))


def return_slip(desk: Desk, given: Namespace) -> Answer:
    """The return slip of an item as a PDF."""
    papers.save_pdf(given.output, papers.return_slip_pdf(desk, ledger.find_uuid(desk, given.item)))
    return say(f"已写出：{given.output}", path=str(given.output))


def spot_check(desk: Desk, given: Namespace) -> Answer:
    """Draw items and bind their papers into one PDF."""
    made = papers.spot_check(desk, given.count, given.seed, office_id(desk, given.office), progress())
    papers.save_pdf(given.output, made.pdf)
    return say(
        f"从 {made.population} 件中抽取 {len(made.uuids)} 件，种子 {made.seed}，已写出：{given.output}",
        path=str(given.output),
        seed=made.seed,
        population=made.population,
        items=list(made.uuids),
    )


def office_id(desk: Desk, name: str) -> str:
    """The office of this name, "" for no name; raises UserError (E-OFFICE)."""
    if not name:
        return ""
    found = next((key for key, known in papers.office_choices(desk) if known == name), "")
    if not found:
        raise UserError(f"没有“{name}”这个处室", "用处室的全称", "E-OFFICE")
    return found


def check(desk: Desk, given: Namespace) -> Answer:
    """Tell which content a printed review form shows."""
    found = check_paper(desk, " ".join(given.digest), progress())
    fact, words = told(found)
    if found is None:
        return say(fact, words, found=False)
    return say(
        f"{fact}：{found.form_number}　{found.title}",
        f"{words}{state_words(found)}。",
        found=True,
        item=found.uuid,
        form_number=found.form_number,
        standing=found.standing.value,
        revision=found.rev,
        head_revision=found.head_rev,
        step=found.last.step.value if found.last else "",
        signed_at=found.last.signed_at if found.last else "",
        state=found.state.value,
    )
