"""What the screens see of a stored document, and the release of attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services import intake, items
from desktop.services.intake import Release
from desktop.services.item_detail import detail
from desktop.services.preview import page_image, preview
from tests.screening.files import docx, pdf
from tests.services.ends import DOCUMENT, PASSWORD, Ends, found_ends

PAPER = Release("周敏", date(2026, 11, 20), "引用格式说明")


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    return found_ends(tmp_path_factory.mktemp("preview"))


def test_marks_carry_the_number_of_their_finding(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "公告.pdf"
    path.write_bytes(pdf(("公告", "电话 13800138000"), ("身份证 11010519491231002X",)))
    with ends.at("lin") as desk:
        document = detail(desk, intake.register_document(desk, path).uuid).documents[0]
        shown = preview(desk, document)
        assert shown.pages == 2
        assert not any(path.name in part.text for part in shown.parts)
        by_page = {part.page: part.marks for part in shown.parts if part.page}
        for number, finding in enumerate(document.findings):
            page = int(finding["place"].split()[1])
            assert [mark.finding for mark in by_page[page]] == [number]
            assert len(page_image(shown, page, 300).boxes) == 1


def test_settled_proposals_stay_settled(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT, "utf-8")
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, path).uuid
        before = detail(desk, uuid)
        items.settle_proposals(desk, uuid, ("title", "genre"))
        after = detail(desk, uuid)
        assert before.proposals.keys() - after.proposals.keys() == {"title", "genre"}
        assert after.draft_version == before.draft_version


def test_a_released_attachment_joins_its_draft(ends: Ends, tmp_path: Path) -> None:
    marked = tmp_path / "格式.docx"
    marked.write_bytes(docx("密级标志写作机密★10年。"))
    with ends.at("lin") as desk:
        uuid = items.create_draft(desk)
        assert intake.attach_document(desk, uuid, marked).stopped
        for wrong in (
            replace(PAPER, name=" "),
            replace(PAPER, reason=""),
            replace(PAPER, released_on=date(2027, 1, 1)),
            replace(PAPER, login="chen", password=PASSWORD),
        ):
            with pytest.raises(UserError):
                intake.release_attachment(desk, uuid, marked, wrong)
        assert detail(desk, uuid).documents == ()
        intake.release_attachment(desk, uuid, marked, PAPER)
        assert [(one.name, one.released) for one in detail(desk, uuid).content.attachments] == [("格式.docx", True)]
        with pytest.raises(UserError, match="已经在附件里"):
            intake.release_attachment(desk, uuid, marked, PAPER)
