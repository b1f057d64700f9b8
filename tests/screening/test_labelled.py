"""Every labelled text is judged as its label says, and hostile text costs no more than its length."""

from __future__ import annotations

import re

import pytest

from desktop.screening.contacts import LANDLINE, MOBILE
from desktop.screening.findings import RULES, rules_for, scan
from desktop.screening.folding import fold
from desktop.screening.located import locate
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Kind, Part
from tests.screening.labelled import Labelled, corpus

BY_ID = {rule.id: rule for rule in RULES}
LABELLED = tuple(corpus())


def hit(labelled: Labelled) -> bool:
    return bool(list(BY_ID[labelled.rule].find(fold(labelled.text))))


@pytest.mark.parametrize("rule", sorted({one.rule for one in LABELLED}))
def test_a_rule_tells_its_positives_from_its_look_alikes(rule: str) -> None:
    ours = [one for one in LABELLED if one.rule == rule]
    assert [one.text for one in ours if one.expected and not hit(one)] == []
    assert [one.text for one in ours if not one.expected and hit(one)] == []


def test_every_personal_rule_is_in_the_corpus_both_ways() -> None:
    labelled = {(one.rule, one.expected) for one in LABELLED}
    rules = {rule.id for rule in RULES if rule.id.startswith(("personal.", "network."))}
    assert {(rule, expected) for rule in rules for expected in (True, False)} <= labelled


def test_no_finding_holds_what_was_hit() -> None:
    for one in LABELLED:
        if one.expected and not one.rule.startswith("word."):
            document = DocumentText(Kind.TXT, None, (Part("正文", one.text),), ())
            spans = [located for located in locate(document) if located.rule == one.rule]
            raw = "".join(one.text[spans[0].start : spans[0].end].split())
            excerpt = next(finding.excerpt for finding in scan(document) if finding.rule == one.rule)
            assert fold(raw) not in excerpt
            assert "*" in excerpt


def test_the_office_telephones_are_left_alone() -> None:
    text = "电话0531-82923160，传真（0531）82923161，值班手机13812345678，家中0531-86001234"
    document = read_document("a.txt", text.encode())

    def counts(*phones: str) -> list[int]:
        rules = {rule.id: rule for rule in rules_for(phones)}
        return [len(list(rules[rule.id].find(fold(text)))) for rule in (LANDLINE, MOBILE)]

    assert counts() == [3, 1]
    assert counts("82923160", "138-1234-5678") == [2, 0]
    assert counts("0531-8292*") == [1, 1]
    assert counts("", "*", "60") == [3, 1]
    office = ("0531-8292*", "13812345678")
    shown = {(finding.rule, finding.place) for finding in scan(document, office)}
    assert {(one.rule, one.place) for one in locate(document, office)} == shown


N = 20_000
HOSTILE = {
    "digits": "1" * N,
    "spaced": "1 " * N,
    "broken": "1\n" * N,
    "labels": "家庭住址" * N,
    "regions": "户籍" + "济南市历下区县镇" * N,
    "columns": "账号\t护照\t电话\t住址\n" + "1\t2\t3\t4\n" * N,
    "phones": "电话1 3 " * N,
    "mail": "a@b." * N,
    "papers": "护照E1234567" * N,
    "ill": "患有" * N,
    "minors": "未成年某" * N,
    "plates": "鲁A 1 2 " * N,
    "blank": " \n" * N,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_work_grows_no_faster_than_the_text(name: str) -> None:
    """No pattern may hold an unbounded repeat inside another: then no text can make it backtrack without end."""
    text = fold(HOSTILE[name])
    hits = sum(1 for rule in RULES for _ in rule.find(text))
    assert hits <= len(text)


def test_the_corpus_has_no_double_label() -> None:
    labels: dict[tuple[str, str], bool] = {}
    for one in LABELLED:
        assert labels.setdefault((one.rule, one.text), one.expected) is one.expected
    assert not [one for one in LABELLED if re.search(r"\d{17}[\dX]", one.text) and one.rule == "personal.email"]
