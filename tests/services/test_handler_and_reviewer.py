"""Whoever submits an item never reviews it, whoever signs the handler's step afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.chains import Step
from desktop.rules.review import Opinion
from desktop.rules.roles import End, Role
from desktop.services import reviews, stand_ins
from desktop.services.first_run import NewAccount
from desktop.services.reviews import Ink, Verdict
from tests.services.ends import PASSWORD, REVIEWED, Ends, add_person, register

TO_THE_HANDLER = Verdict(Opinion.RETURN, "核对后重签", return_to=Step.HANDLER)


@pytest.mark.parametrize("on_paper", [True, False])
def test_another_handler_on_the_way_does_not_let_the_first_one_review(
    ends: Ends, document: Path, on_paper: bool
) -> None:
    with ends.at("lin") as desk:
        add_person(desk, NewAccount("hu", "胡平", (Role.INFORMATION_ADMINISTRATOR,), PASSWORD))
        stand_ins.record_stand_in(
            desk, Role.CONFIDENTIALITY_REVIEWER, "周敏", "lin", "处务会纪要", desk.today(), desk.today()
        )
        uuid = register(desk, document)
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, TO_THE_HANDLER)
    with ends.at("hu", End.OFFICE) as desk:
        if on_paper:
            reviews.record_ink(desk, uuid, Verdict(), Ink("高原", desk.today()))
        else:
            reviews.sign(desk, uuid, Verdict())
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict())
    with ends.at("lin") as desk, pytest.raises(UserError) as refused:
        reviews.sign(desk, uuid, REVIEWED)
    assert refused.value.code == "E-SAME-PERSON"
    with ends.at("zhou") as desk:
        reviews.sign(desk, uuid, REVIEWED)
