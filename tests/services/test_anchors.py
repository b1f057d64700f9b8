"""The audit chain held against what lies outside: packages, receipts, backups of this end."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.cli import REFUSED, main
from desktop.errors import PackageRefused, UserError
from desktop.services import anchors, papers, receipts, upkeep
from desktop.services.desk import Desk
from tests.cli.signing_in import commands_sign_in
from tests.printing.reading import page_texts
from tests.services.sent import Sent, take


def _rewrite(desk: Desk) -> None:
    """Change an entry and compute every hash after it anew, as somebody with the database key could."""
    from desktop.models.audit import AuditEntry
    from desktop.store import audit

    with desk.store.transaction() as session:
        for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
            session.execute(text(f"DROP TRIGGER {trigger}"))
        rows = session.query(AuditEntry).order_by(AuditEntry.seq).all()
        kept = [(one.actor, one.action, one.object, dict(one.detail)) for one in rows]
        session.execute(text("DELETE FROM audit_entry"))
        for number, (actor, action, acted_on, detail) in enumerate(kept):
            audit.record(session, "别人" if number == 1 else actor, action, acted_on, detail)


def test_a_chain_rewritten_as_a_whole_is_seen_from_outside_only(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        backup = upkeep.back_up(desk)
        files = [sent.package, backup, backup / "anchor.json"]
        assert upkeep.verify_audit(desk, files).ok
        _rewrite(desk)
        assert upkeep.verify_audit(desk).ok
        for one in files:
            report = upkeep.verify_audit(desk, [one])
            assert (report.ok, report.how) == (False, "rewritten")


def test_the_centre_is_held_by_its_receipts(sent: Sent) -> None:
    batch = take(sent.ends, sent.package).id
    with sent.ends.at("wang") as desk:
        receipt = receipts.issue_receipt(desk, batch, sent.ends.stick).path
    with sent.ends.at("su") as desk:
        assert upkeep.verify_audit(desk, [receipt]).ok
        with pytest.raises(PackageRefused) as theirs:
            upkeep.verify_audit(desk, [sent.package])
        assert theirs.value.code == "E-KEY"
    with sent.ends.at("lin") as desk, pytest.raises(PackageRefused) as not_ours:
        upkeep.verify_audit(desk, [receipt])
    assert not_ours.value.code == "E-KEY"


def test_a_damaged_anchor_says_nothing(sent: Sent, tmp_path: Path) -> None:
    with sent.ends.at("lin") as desk:
        data = (upkeep.back_up(desk) / "anchor.json").read_bytes()
        broken = tmp_path / "anchor.json"
        seq = anchors.present_head(desk).seq
        for altered, code in (
            (data.replace(b'"seq":', b'"seq":1'), "E-SIG"),
            (data.replace(b"xxgk-anchor", b"xxgk-ankers"), "E-FORMAT"),
            (data.replace(b'"version":1', b'"version":2'), "E-VERSION"),
            (data[:-9], "E-FIELD"),
            (b"[]", "E-FIELD"),
        ):
            broken.write_bytes(altered)
            with pytest.raises(UserError) as told:
                anchors.read_anchor(desk, broken)
            assert told.value.code == code, seq
        with pytest.raises(UserError):
            anchors.read_anchor(desk, tmp_path / "没有.json")
    with sent.ends.at("chen") as desk, pytest.raises(UserError) as refused:
        upkeep.verify_audit(desk)
    assert refused.value.code == "E-PERMISSION"


def test_the_head_of_the_day_on_paper(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        place = upkeep.chain_head(desk)
        text = page_texts(papers.chain_head_pdf(desk))[0]
        assert upkeep.chain_head(desk, place.seq) == place
        with pytest.raises(UserError) as none:
            upkeep.chain_head(desk, place.seq + 9)
        assert none.value.code == "E-AUDIT"
    assert f"第{place.seq}条" in text
    assert place.h[:4].upper() in text
    with sent.ends.at("chen") as desk, pytest.raises(UserError) as refused:
        papers.chain_head_pdf(desk)
    assert refused.value.code == "E-PERMISSION"


def test_the_command_tells_where_and_answers_three(
    sent: Sent, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands_sign_in(sent.ends, monkeypatch)
    words = ["--data", str(sent.ends.root / "office"), "--login", "lin", "audit", "verify"]
    assert main([*words, "--anchor", str(sent.package)]) == 0
    assert "对照了 1 个外部锚点，一致" in capsys.readouterr().out
    paper = sent.ends.root / "摘要.pdf"
    assert main([*words[:-1], "head", "--output", str(paper)]) == 0
    assert paper.read_bytes().startswith(b"%PDF")
    capsys.readouterr()
    with sent.ends.at("lin") as desk:
        _rewrite(desk)
    assert main(words) == 0
    capsys.readouterr()
    assert main([*words, "--anchor", str(sent.package)]) == REFUSED
    assert "整段改写" in capsys.readouterr().err
