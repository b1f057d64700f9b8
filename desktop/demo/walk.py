"""The whole way once, between an office and a centre in two data folders; started again it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.demo.places import AGENCY, CODE, OFFICE, OFFICE_CODE, PASSWORD, PEOPLE, Walk, telling
from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.chains import Step
from desktop.rules.findings import Settled
from desktop.rules.items import Answer, Channel, Genre
from desktop.rules.periods import Quarter
from desktop.rules.review import Conclusion
from desktop.rules.roles import End
from desktop.rules.states import DeliveryState, ItemState
from desktop.rules.validation import Stage
from desktop.services import (
    accounts,
    batch_views,
    batches,
    deliveries,
    door,
    enrolment,
    imports,
    inspection,
    intake,
    item_detail,
    items,
    ledger,
    office_receipts,
    papers,
    publication,
    receipts,
    resolving,
    reviews,
    scanning,
    sessions,
    turns,
)
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.first_run import FirstRun
from desktop.services.ledger import LedgerFilter
from desktop.services.publication import Published
from desktop.services.reviews import Ink, Verdict
from desktop.trust.kdf import CHEAP_KDF

if TYPE_CHECKING:
    from desktop.demo.camera import Camera

_NO = (Answer.NO,) * 16


def run_demo(folder: Path, documents: Sequence[Path], screens: bool = True) -> Path:
    """Walk the whole way with the given documents (its own docx, xlsx and pdf when none is given); returns the folder.

    Says at each step what it did and how long it took. Interrupted at any moment and started again on the same folder,
    it goes on: every step looks at the stores first.
    """
    for place in (Walk(folder).stick, Walk(folder).papers, Walk(folder).screens):
        place.mkdir(parents=True, exist_ok=True)
    walk = Walk(folder, _camera(Walk(folder).screens) if screens else None)
    given = [path.absolute() for path in documents] or _samples(folder / "documents")
    _found(walk)
    _enrol(walk)
    _register(walk, given)
    _review_at_office(walk)
    _send(walk)
    _receive(walk)
    _review_at_centre(walk)
    _publish(walk)
    _receipt(walk, "公开后")
    _deliver(walk)
    _receipt(walk, "送交后")
    _send_nil(walk)
    if walk.camera is not None:
        _take_pictures(walk, walk.camera)
    return folder


def _camera(folder: Path) -> Camera:
    from desktop.demo.camera import Camera  # Qt is loaded for the pictures alone

    return Camera(folder)


def _take_pictures(walk: Walk, camera: Camera) -> None:
    """Every page of every person, as the walk left it."""
    with telling("截取每个页面") as told:
        camera.first_run()
        camera.door(walk.folder(End.OFFICE))
        for end, people in PEOPLE.items():
            for person in people:
                with walk.at(person.login) as desk:
                    camera.pages(desk, f"{end.value}-{person.login}")
        told.append(f"共 {camera.taken} 张")


def _samples(folder: Path) -> list[Path]:
    from desktop.demo.documents import write_samples  # docx and xlsx writers load slowly and are needed here alone

    return write_samples(folder)


def _found(walk: Walk) -> None:
    today = date.today()  # noqa: DTZ011 - printed on a sheet for people
    for end, code, name in ((End.CENTRE, "BGS", "办公室"), (End.OFFICE, OFFICE_CODE, OFFICE)):
        with telling(f"设置{word(end)}") as told:
            folder = walk.folder(end)
            if door.is_founded(folder):
                continue
            made = sessions.found(folder, FirstRun(end, AGENCY, CODE, code, name, PEOPLE[end]), kdf=CHEAP_KDF)
            papers.save_pdf(
                walk.papers / f"应急密钥_{name}.pdf", papers.recovery_pdf(AGENCY, name, made.recovery_key, today)
            )
            sheet = papers.fingerprint_pdf(AGENCY, name, end, made.fingerprint, today)
            papers.save_pdf(walk.papers / f"公钥指纹_{name}.pdf", sheet)
            told.append(f"{name}，公钥指纹 {made.fingerprint}")


def _enrol(walk: Walk) -> None:
    """Each end learns the other's fingerprint from its sheet; at the centre two officers do it."""
    with telling("两人登记处室公钥，处室登记办公室公钥") as told:
        with walk.at("lin") as desk:
            office_print, knows_centre = accounts.own_fingerprint(desk), bool(desk.agency.centre_fingerprint)
        with walk.at("wang") as desk:
            centre_print = accounts.own_fingerprint(desk)
            known = next((one for one in enrolment.offices(desk) if one.code == OFFICE_CODE), None)
            if known is None or not known.enrolled:
                office_id = known.id if known else enrolment.add_office(desk, OFFICE_CODE, OFFICE)
                enrolment.propose_key(desk, office_id, office_print)
                enrolment.confirm_key(desk, office_id, office_print, "wei", PASSWORD)
                told.append("王晓彤、魏知微")
        if not knows_centre:
            with walk.at("lin") as desk:
                office_receipts.set_centre_fingerprint(desk, centre_print)
                told.append("林倩")


def _register(walk: Walk, documents: Sequence[Path]) -> None:
    with walk.at("lin") as desk:
        present = _registered_digests(desk)
        for path in documents:
            with telling(f"登记 {path.name}") as told:
                if items.digest_of_file(path) in present:
                    continue
                taken = intake.register_document(desk, path)
                told.append(f"{taken.form_number}，{item_detail.detail(desk, taken.uuid).content.title}")
            walk.picture(desk, "registered", "editor", taken.uuid)


def _registered_digests(desk: Desk) -> set[str]:
    rows = ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))
    return {one.sm3 for row in rows for one in item_detail.detail(desk, row.uuid).documents}


def _review_at_office(walk: Walk) -> None:
    """The clerk submits, the office head signs in ink, the reviewer signs in the program."""
    with walk.at("lin") as desk:
        for row in ledger.in_state(desk, ItemState.DRAFT):
            with telling(f"{row.number} 填审查表，提交审查") as told:
                _fill(desk, row.uuid)
                walk.picture(desk, "handler", "review", row.uuid)
                reviews.submit(desk, row.uuid, "已逐项核对，内容与原件一致。")
                told.append("承办人林倩签字")
        for row in ledger.in_state(desk, ItemState.IN_REVIEW):
            if _due(desk, row.uuid) is Step.OFFICE_HEAD:
                with telling(f"{row.number} 记录处室负责人的纸质签字") as told:
                    ink = Ink("陈志远", desk.today())
                    reviews.record_ink(desk, row.uuid, Verdict(text="内容属实，同意报送审查。"), ink)
                    told.append("陈志远")
    with walk.at("zhou") as desk:
        for row in ledger.in_state(desk, ItemState.IN_REVIEW):
            walk.picture(desk, "reviewer", "review", row.uuid)
            with telling(f"{row.number} 保密审查") as told:
                verdict = Verdict(
                    text="不涉及国家秘密、工作秘密，同意公开。", answers=_NO, conclusion=Conclusion.DISCLOSE
                )
                reviews.sign(desk, row.uuid, verdict)
                told.append("周敏逐项确认并签字")
    with walk.at("lin") as desk:
        for row in batch_views.ready(desk):
            path = walk.papers / f"审查表_{row.number}.pdf"
            if not path.exists():
                with telling(f"{row.number} 打印审查表") as told:
                    papers.save_pdf(path, papers.review_form_pdf(desk, row.uuid))
                    told.append(path.name)


def _fill(desk: Desk, uuid: str) -> None:
    """What a clerk adds to the proposals: everything the check still asks for, and the sixteen answers."""
    detail = item_detail.detail(desk, uuid)
    assert detail.draft_version is not None
    content = replace(detail.content, answers=_NO, phone="0591-55501204", column="法定主动公开内容")
    content = replace(
        content,
        signed_on=content.signed_on or desk.today(),
        genre=content.genre or Genre.OTHER,
        issuing_body=content.issuing_body or desk.agency.name,
        planned_on=desk.today(),
    )
    left = items.problems_of(desk, content, Stage.SUBMIT)
    if left:
        raise UserError(f"演示文件缺少字段：{left[0].words}", "换一个文件", "E-FIELDS")
    items.save_draft(desk, uuid, content, detail.draft_version, "demo")
    for finding in resolving.open_findings(detail.documents, content):
        resolving.resolve(desk, uuid, finding, Settled.FALSE_ALARM, "演示：已对照原件核对，可以公开")


def _due(desk: Desk, uuid: str) -> Step | None:
    step = turns.step_due(item_detail.detail(desk, uuid))
    return step.step if step else None


def _send(walk: Walk) -> None:
    with walk.at("lin") as desk:
        unfinished, ready = batch_views.unfinished(desk), batch_views.ready(desk)
        if not unfinished and not ready:
            return
        walk.picture(desk, "to-send", "send")
        walk.picture(desk, "ledger", "ledger", ready[0].uuid if ready else "")
        with telling("组批，写到 U 盘，读回核对") as told:
            today = desk.today()
            period = f"{today.year}年{today.month}月{'上' if today.day <= 15 else '下'}"
            batch = unfinished or batches.assemble(desk, [row.uuid for row in ready], period)
            written = batches.write(desk, batch, walk.stick)
            pdf = papers.batch_list_pdf(desk, written)
            papers.save_pdf(walk.papers / f"报送清单_{written.batch.paper_number}.pdf", pdf)
            told.append(f"{written.path.name}，{written.batch.item_count} 件，摘要 {written.batch.manifest_hash[:16]}")


def _receive(walk: Walk) -> None:
    with walk.at("wang") as desk:
        for path in scanning.find_packages(walk.stick):
            with telling(f"核验并接收 {path.name}") as told:
                found = inspection.inspect(desk, path)
                if found.duplicate:
                    continue
                walk.picture(desk, "to-receive", "receive", str(path))
                taken = imports.import_batch(desk, found, {})
                told.append(f"接收 {taken.accepted} 件，退回 {taken.returned} 件")
    _receipt(walk, "接收后")


def _review_at_centre(walk: Walk) -> None:
    for login, step, text in (
        ("li", Step.CENTRAL_HEAD, "拟同意，请分管领导审定。"),
        ("sun", Step.LEADER, "同意公开。"),
    ):
        with walk.at(login) as desk:
            for row in ledger.in_state(desk, ItemState.PENDING):
                if _due(desk, row.uuid) is step:
                    walk.picture(desk, login, "review", row.uuid)
                    with telling(f"{row.number} {word(step)}签字") as told:
                        reviews.sign(desk, row.uuid, Verdict(text=text))
                        told.append(desk.person.name)


def _publish(walk: Walk) -> None:
    with walk.at("wang") as desk:
        for row in publication.to_publish(desk):
            walk.picture(desk, "to-publish", "publish", row.uuid)
            with telling(f"{row.number} 登记公开") as told:
                address = f"https://sft.linjiang.example/art/{row.number.lower()}.html"
                number = publication.record_publication(
                    desk, row.uuid, Published(desk.today(), Channel.WEBSITE, address)
                )
                papers.save_pdf(walk.papers / f"审查表_{row.number}_已公开.pdf", papers.review_form_pdf(desk, row.uuid))
                told.append(f"索引号 {number}")


def _receipt(walk: Walk, when: str) -> None:
    """The centre writes its receipts, the office reads them; the paper comes last and says that both are done."""
    with walk.at("wang") as desk, walk.at("lin") as office:
        due = {one.received_batch_id for one in receipts.receipts_due(desk)}
        for batch in imports.received(desk):
            last = receipts.last_receipt(desk, batch.id)
            if last and batch.id not in due and any(walk.papers.glob(f"回执_*_第{last.receipt_seq:04d}号.pdf")):
                continue
            receipt = receipts.issue_receipt(desk, batch.id, walk.stick)
            with telling(f"{when}，处室读回执 {receipt.path.name}") as told:
                news = office_receipts.read_receipt(office, receipt.path)
                told.extend(f"{number}{outcome}" for number, _title, outcome in news.lines)
            pdf = papers.receipt_pdf(
                desk, receipt.record, receipt.office_name, batch.paper_number, civil_date(batch.received_at)
            )
            papers.save_pdf(walk.papers / f"{receipt.path.stem}.pdf", pdf)


def _deliver(walk: Walk) -> None:
    """The quarter before is empty and gives the nil return; this quarter holds what was published."""
    with walk.at("wang") as desk:
        this = Quarter.of(desk.today())
        for quarter in (this.previous(), this):
            if any(one.quarter == quarter for one in deliveries.deliveries(desk)):
                continue
            walk.picture(desk, "to-deliver", "deliver")
            with telling(f"{quarter.label}送交") as told:
                written = deliveries.write(desk, quarter, walk.stick, papers.catalogue_pdf)
                for receiver in deliveries.RECEIVERS:
                    pdf = papers.handover_pdf(desk, written.delivery, receiver)
                    papers.save_pdf(walk.papers / f"交接文据_{quarter.label}_{receiver}.pdf", pdf)
                told.append(f"{written.delivery.item_count} 件" if written.delivery.item_count else "零报告")
                told.append(written.folder.name)
        for view in deliveries.deliveries(desk):
            if view.state is DeliveryState.CLOSED:
                continue
            with telling(f"{view.quarter.label}交接，双方签收") as told:
                for one in view.receivers:
                    if one.handed_over_on is None:
                        deliveries.hand_over(desk, view.id, one.receiver, desk.today())
                    if one.received_on is None:
                        deliveries.record_receipt(desk, view.id, one.receiver, desk.today(), "吴建平")
                    told.append(one.receiver)


def _send_nil(walk: Walk) -> None:
    """The period after: nothing to hand in, one nil return."""
    with walk.at("lin") as desk:
        if any(one.item_count == 0 for one in batch_views.batches(desk)) and not batch_views.unfinished(desk):
            return
        with telling("下一期没有信息，零报告") as told:
            batch = batch_views.unfinished(desk) or batches.assemble(desk, (), "下一期")
            written = batches.write(desk, batch, walk.stick)
            pdf = papers.batch_list_pdf(desk, written)
            papers.save_pdf(walk.papers / f"报送清单_{written.batch.paper_number}.pdf", pdf)
            told.append(written.path.name)
