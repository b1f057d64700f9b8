"""Commands on printed papers that come back."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.answers import Answer, progress, say
from desktop.services.desk import Desk
from desktop.services.paper_check import check_paper, state_words, told


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
