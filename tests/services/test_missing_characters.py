"""Characters that no font has are told of every paper, before it is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.rules.review import Opinion
from desktop.services import papers, reviews
from desktop.services.reviews import Verdict
from tests.services.ends import Ends, register, review_at_office
from tests.services.test_papers import NOVEMBER, change, titled

RARE = "\U0001f600"


def test_characters_that_no_font_has_are_told_before_printing(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        plain, odd = register(desk, document), register(desk, document)
        change(desk, odd, drafter=f"王{RARE}")
        with papers.noting_missing() as missing:
            papers.review_form_pdf(desk, plain, odd)
        with papers.noting_missing() as nothing:
            papers.review_form_pdf(desk, plain)
    words = "有 1 个字本机字库没有（U+1F600），纸上印作〓，打印后手写补入：第 2 页"
    assert papers.missing_words(missing) == words
    assert papers.missing_words(nothing) == ""


def test_every_paper_tells_the_characters_that_it_could_not_set(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = titled(desk, document, f"关于{RARE}的通知")
        reviews.submit(desk, uuid)
    with ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(Opinion.RETURN, "附件缺一页"))
        made: dict[str, Callable[[], bytes]] = {
            "form": lambda: papers.review_form_pdf(desk, uuid),
            "slip": lambda: papers.return_slip_pdf(desk, uuid),
            "spot check": lambda: papers.spot_check(desk, 1, "7").pdf,
        }
        told = {}
        for name, make in made.items():
            with papers.noting_missing() as missing:
                make()
            told[name] = missing.codes
    with ends.at("lin") as desk:
        other = titled(desk, document, f"关于{RARE}的公告")
    review_at_office(ends, other)
    with ends.at("lin") as desk, papers.noting_missing() as missing:
        papers.monthly_summary_pdf(desk, NOVEMBER)
    assert told == {name: ["U+1F600"] for name in made}
    assert missing.codes == ["U+1F600"]
