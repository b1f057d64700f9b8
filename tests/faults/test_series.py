"""The series of an office's batches: chained, near, in which epoch, with what missing (faults 16 and 18)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from desktop.errors import PackageRefused
from desktop.formats.package import read_package
from desktop.formats.package_records import EPOCH_LIMIT, SEQ_LIMIT, BatchHeader, header_from_json
from desktop.rules.plain import to_plain
from desktop.rules.states import JointVerdict
from desktop.services import batches, continuity, gaps, imports, inspection, matters, receipts
from tests.services.ends import PASSWORD, Ends
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, manifest_hash_of, refused, take


def nil(ends: Ends, *months: int) -> list[Path]:
    """Nil returns of these months, on the stick."""
    with ends.at("lin") as desk:
        return [batches.write(desk, batches.assemble(desk, (), f"2026年{one}月"), ends.stick).path for one in months]


def changed(sent: Sent, package: Path, **fields: object) -> Path:
    """A package with another header, signed by its office."""

    def header(one: BatchHeader) -> BatchHeader:
        return replace(one, batch_id=str(uuid4()), **fields)  # type: ignore[arg-type]

    return repacked(package, sent.forged, office_key(sent.ends), header=header)


@pytest.mark.parametrize("previous", ["ab" * 32, ""])
def test_fault_18_a_batch_that_names_another_one_before_it_is_held_for_two_people(sent: Sent, previous: str) -> None:
    take(sent.ends, sent.package)
    (second,) = nil(sent.ends, 10)
    forked = changed(sent, second, previous=previous)
    assert refused(sent.ends, forked) == "E-FORK"
    with sent.ends.at("wang") as desk:
        with pytest.raises(PackageRefused, match="接不上已收的第 1 批"):
            inspection.inspect(desk, forked)
        (matter,) = matters.matters(desk)
        assert matter.title == "第 2 批接不上已收的批次"
        made = matters.propose(desk, matter, JointVerdict.BOTH, "处室说明了来历")
        matters.confirm(desk, made, "li", PASSWORD)
    assert not take(sent.ends, forked).duplicate


def test_fault_18_the_batch_before_that_comes_later_must_be_the_one_that_was_named(sent: Sent) -> None:
    (second,) = nil(sent.ends, 10)
    take(sent.ends, second)
    assert refused(sent.ends, changed(sent, sent.package, period="另一期")) == "E-FORK"
    assert take(sent.ends, sent.package).accepted == 1


def test_fault_16_what_is_missing_is_told_and_nothing_else(sent: Sent) -> None:
    packages = [sent.package, *nil(sent.ends, *range(1, 9))]
    for place in (0, 2, 4):
        take(sent.ends, packages[place])
    with sent.ends.at("wang") as desk:
        told = {n: continuity.words(inspection.inspect(desk, packages[n])) for n in (1, 3, 5, 6, 8)}
    assert told == {
        1: (),
        3: ("缺第 2 批",),
        5: ("缺第 2、4 批",),
        6: ("缺第 2、4、6 批，未收到上一批，无法核对",),
        8: ("缺第 2、4、6 至 8 批，未收到上一批，无法核对",),
    }


def test_fault_18_a_new_epoch_is_told_once_with_what_never_came_of_the_old_one(sent: Sent) -> None:
    packages = [sent.package, *nil(sent.ends, 9, 10)]
    for place in (0, 2):
        take(sent.ends, packages[place])
    restored = changed(sent, packages[1], epoch=2, seq=1, previous="")
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, restored)
        assert continuity.words(found) == (
            "第 2 纪元：处室恢复过备份，备份之后的内容可能丢失，向处室问清",
            "第 1 纪元缺第 2 批",
        )
        imports.import_batch(desk, found, {})
    following = changed(sent, packages[1], epoch=2, seq=2, previous=manifest_hash_of(restored))
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, following)
        assert (found.new_epoch, continuity.words(found)) == (False, ())


@pytest.mark.parametrize(
    "fields",
    [
        {"seq": 1_002},
        {"epoch": 102},
    ],
)
def test_a_number_that_no_series_reaches_is_refused_and_leaves_no_gap(sent: Sent, fields: dict[str, object]) -> None:
    take(sent.ends, sent.package)
    assert refused(sent.ends, changed(sent, sent.package, **fields)) == "E-LIMIT"
    with sent.ends.at("wang") as desk:
        assert receipts.issue_receipt(desk, 1, sent.ends.stick).record.gaps == ()
        with desk.store.reading() as session:
            assert gaps.missing_batches(session) == ()


@pytest.mark.parametrize("fields", [{"seq": SEQ_LIMIT + 1}, {"epoch": EPOCH_LIMIT + 1}])
def test_a_header_beyond_all_measure_is_not_read(sent: Sent, fields: dict[str, int]) -> None:
    with read_package(sent.package, lambda _header, _key: None) as opened:
        told = {**to_plain(opened.header), **fields}
    with pytest.raises(PackageRefused) as caught:
        header_from_json(told)
    assert caught.value.code == "E-FIELD"


def test_the_farthest_batch_leaves_gaps_that_a_receipt_can_tell(sent: Sent) -> None:
    taken = take(sent.ends, changed(sent, sent.package, seq=1_000))
    with sent.ends.at("wang") as desk:
        issued = receipts.issue_receipt(desk, taken.id, sent.ends.stick)
        assert issued.record.gaps == tuple(range(1, 1_000))
        assert len(matters.matters(desk)) == 999
