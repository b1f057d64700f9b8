"""Commands between the ends: export, import, receipts, publication, delivery."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.answers import Answer, progress, say
from desktop.errors import UserError
from desktop.labels import batch_words, refusal_words, unknown_form_words, word
from desktop.rules.numbers import short_number
from desktop.rules.periods import Quarter
from desktop.rules.roles import End
from desktop.rules.states import ReceivedOutcome
from desktop.services import (
    batch_views,
    batches,
    continuity,
    deliveries,
    imports,
    inspection,
    ledger,
    office_receipts,
    papers,
    publication,
    receipt_limits,
    receipts,
    scanning,
    undoing,
)
from desktop.services.batch_views import BatchView
from desktop.services.batches import Written
from desktop.services.desk import Desk
from desktop.services.imports import Decision
from desktop.services.inspected import Inspection
from desktop.services.publication import Published
from desktop.services.receipt_limits import Waiting
from desktop.services.reporting import present_period
from desktop.services.scanning import Standing
from desktop.services.sending import sending
from desktop.services.taking_back import take_back


def export(desk: Desk, given: Namespace) -> Answer:
    """Assemble and write a batch, or the nil return; what was left unwritten comes first, and alone.

    With `--again` a batch that was written before is written once more.
    """
    left_over = False
    if given.again:
        unfinished: tuple[str, ...] = (_batch(desk, given.again),)
    else:
        unfinished = batch_views.all_unfinished(desk)
        left_over = bool(unfinished)
        unfinished = unfinished or _assembled(desk, given)
    written = batches.write_each(desk, unfinished, given.to, progress())
    if given.list_pdf:
        papers.save_pdf(given.list_pdf, papers.batch_list_pdf(desk, *written))
    return _written(written, left_over)


def _assembled(desk: Desk, given: Namespace) -> tuple[str, ...]:
    if given.items and given.nil:
        raise UserError("给了编号，又加了 --nil", "报送信息的去掉 --nil，报零报告的去掉编号", "E-USAGE")
    uuids = [ledger.find_uuid(desk, one) for one in given.items]
    if not uuids and not given.nil:
        page = sending(desk)
        uuids = [one.uuid for one in page.ready if not given.concluded or one.uuid in page.concluded]
        if not uuids and not page.withdrawals:
            raise UserError("没有待报送的信息", "这一期没有信息时，加 --nil 报送零报告", "E-EMPTY")
    period = given.period or present_period(desk).label
    if given.split:
        return batches.assemble_split(desk, uuids, period)
    return (batches.assemble(desk, uuids, period),)


def list_batches(desk: Desk, _given: Namespace) -> Answer:
    """The batches of this office, and how long those without a receipt have waited; at the centre those that came."""
    if desk.agency.end is End.CENTRE:
        return _received(desk)
    page = sending(desk)
    lines, data = [], []
    for one in page.batches:
        waited = page.waited.get(one.id)
        lines.append(f"{one.paper_number}  {one.period}  {_held(one)}  {word(one.state)}{_waited_words(waited)}")
        data.append(
            {
                "number": one.paper_number,
                "period": one.period,
                "items": one.item_count,
                "withdrawn": one.withdrawn,
                "withheld": one.withheld,
                "state": one.state.value,
                "manifest": one.manifest_hash,
                "waited": waited.days if waited else None,
                "late": bool(waited and waited.late),
                "lost": bool(waited and waited.lost),
            }
        )
    return Answer(tuple(lines) or ("还没有批次",), data)


def _waited_words(waited: Waiting | None) -> str:
    if waited is None:
        return ""
    if waited.lost:
        return "  办公室没有了，用 export --again 重新写出"
    return f"  {'超期，' if waited.late else ''}已等 {waited.days} / {waited.allowed} 个工作日"


def _received(desk: Desk) -> Answer:
    """The batches that came, each with the number by which `receipt` and `undo-receive` take it."""
    due = {one.received_batch_id for one in receipts.receipts_due(desk)}
    lines, data = [], []
    for one in imports.received(desk, due):
        held = batch_words(one.item_count, one.entries.withdrawn, one.entries.withheld, nil=one.nil)
        told = f"，{refusal_words(one.code)}" if one.outcome is ReceivedOutcome.REJECTED else ""
        outcome = "已撤销" if one.undone else f"{word(one.outcome)}{told}{'，待写回执' if one.id in due else ''}"
        lines.append(f"{one.id}  {one.office_name}  {one.paper_number}  {one.period}  {held}  {outcome}")
        data.append(
            {
                "id": one.id,
                "office": one.office_name,
                "number": one.paper_number,
                "period": one.period,
                "items": one.item_count,
                "outcome": one.outcome.value,
                "code": one.code,
                "undone": one.undone,
                "receipt_due": one.id in due,
            }
        )
    return Answer(tuple(lines) or ("还没有接收过批次",), data)


def take_back_batch(desk: Desk, given: Namespace) -> Answer:
    """Take back a batch that the centre refuses because its key was replaced, or that cannot be written."""
    items = take_back(desk, _batch(desk, given.batch))
    return say(f"{given.batch}已收回，{items} 件回到待报送；请办公室豁免这一批的批次号", batch=given.batch, items=items)


def receipt_days(desk: Desk, given: Namespace) -> Answer:
    """The limit for receipts in working days; with a number it is changed."""
    if given.days is not None:
        receipt_limits.set_receipt_days(desk, given.days)
    days = receipt_limits.receipt_days(desk)
    return say(f"批次 {days} 个工作日没有回执的，标为超期", days=days)


def _batch(desk: Desk, number: str) -> str:
    found = next((one.id for one in batch_views.batches(desk) if number in (one.paper_number, one.id)), None)
    if found is None:
        raise UserError(f"没有{number}", "用 batches 列出批次", "E-BATCH")
    return found


def read_receipt(desk: Desk, given: Namespace) -> Answer:
    """Read a receipt of the centre."""
    news = office_receipts.read_receipt(desk, given.file)
    lines = (f"{news.paper_number}：{word(news.batch_state)}", *(f"{n}  {o}  {t}" for n, t, o in news.lines))
    lines += tuple(f"{was}  换新编号  {now}" for was, now in news.renumbered)
    absent = news.absent
    lines += tuple(f"办公室没有{one}：以前收到过，现在没有了，用 export --again 重新写出" for one in absent.lost)
    lines += tuple(f"办公室还没有接收{one}：U 盘丢了的，用 export --again 再写一次" for one in absent.not_come)
    told = {"batch": news.paper_number, "state": news.batch_state.value, "items": list(news.lines)}
    return Answer(lines, told | {"lost": list(absent.lost), "not_come": list(absent.not_come)})


def scan(desk: Desk, given: Namespace) -> Answer:
    """Check all packages of a stick or folder; with --take-in take in the clean ones in the order of their numbers."""
    found = scanning.scan(desk, scanning.find_packages(given.folder), progress())
    if given.take_in:
        found = scanning.take_in(desk, found, progress())
    lines, listed = [], []
    for one in found:
        header = one.inspection.header if one.inspection else None
        office = one.inspection.office_name if one.inspection else ""
        told = f"{one.problem.message}（{one.problem.code}）" if one.problem else _STANDINGS[one.standing]
        number = f"{office} {header.paper_number}" if header else one.path.name
        lines.append(f"{number}  {told}")
        listed.append(
            {
                "file": str(one.path),
                "office": office,
                "batch": header.paper_number if header else "",
                "seq": header.seq if header else 0,
                "standing": one.standing.value,
                "code": one.problem.code if one.problem else "",
                "received_batch": one.taken.id if one.taken else None,
            }
        )
    return Answer(tuple(lines) or ("没有报送包",), {"packages": listed})


_STANDINGS = {
    Standing.CLEAN: "可以接收",
    Standing.TO_DECIDE: "要逐件处理",
    Standing.RECEIVED: "接收过",
    Standing.REFUSED: "没有通过",
    Standing.TAKEN: "已接收",
}


def undo_receive(desk: Desk, given: Namespace) -> Answer:
    """Take the import of a batch back."""
    found = [one for one in imports.received(desk) if given.batch in (str(one.id), one.paper_number) and not one.undone]
    if len(found) != 1:
        raise UserError(
            f"没有找到批次{given.batch}" if not found else f"有 {len(found)} 个批次叫{given.batch}",
            "用 batches 列出的接收号",
            "E-BATCH",
        )
    done = undoing.undo_import(desk, found[0].id, given.reason, progress())
    return Answer(
        (f"已撤销接收 {found[0].office_name} {done.paper_number}：新到的 {done.gone} 件，复原的 {done.restored} 件",),
        {"batch": done.paper_number, "gone": done.gone, "restored": done.restored},
    )


def import_package(desk: Desk, given: Namespace) -> Answer:
    """Verify and take in a package, and write its receipt; with --dry-run tell what it holds."""
    found = inspection.inspect(desk, given.file, progress())
    if given.dry_run:
        return _previewed(found)
    taken = imports.import_batch(desk, found, _returned(found, given.returned), progress())
    outcome = "重复，没有改动；以前" if taken.duplicate else f"{word(taken.outcome)}，"
    withdrawn = f"，撤回 {taken.entries.withdrawn} 件" if taken.entries.withdrawn else ""
    lines = [
        f"接收号 {taken.id}，{taken.office_name} {taken.paper_number}：{outcome}"
        f"接收 {taken.accepted} 件，退回 {taken.returned} 件{withdrawn}",
        *(() if taken.duplicate else continuity.words(found)),
    ]
    path = ""
    if given.receipt_to:
        path = str(receipts.issue_receipt(desk, taken.id, given.receipt_to).path)
        lines.append(f"回执：{path}")
    return say(
        *lines,
        id=taken.id,
        duplicate=taken.duplicate,
        items=_items_of(found),
        accepted=taken.accepted,
        returned=taken.returned,
        withdrawn=taken.entries.withdrawn,
        receipt=path,
    )


def _previewed(found: Inspection) -> Answer:
    unknown = [
        f"{one.form_number}：{unknown_form_words(one.content.form)}" for one in found.items if not one.form_known
    ]
    return say(
        f"{found.office_name} {found.header.paper_number}，核验通过",
        *continuity.words(found),
        *(one.form_number for one in found.items),
        *unknown,
        items=_items_of(found),
        duplicate=found.duplicate,
        gap=found.gap,
    )


def _items_of(found: Inspection) -> list[dict[str, object]]:
    return [
        {"uuid": one.uuid, "number": one.form_number, "novelty": one.novelty.value, "form_known": one.form_known}
        for one in found.items
    ]


def _returned(found: Inspection, given: Sequence[str]) -> dict[str, Decision]:
    """What was given as NUMBER=REASON, by item; raises UserError (E-ITEM) for a number of none, or of two years."""
    decisions = {}
    for text in given:
        number, _, reason = text.partition("=")
        named = [
            one.uuid for one in found.items if number in (one.uuid, one.form_number, short_number(one.form_number))
        ]
        if not named:
            raise UserError(f"这一批里没有{number}", "先用 --dry-run 查看批内信息", "E-ITEM")
        if len(named) > 1:
            raise UserError(f"这一批里有 {len(named)} 件编号是{number}", "写全编号，如 保审〔2026〕BGS-0012", "E-ITEM")
        decisions[named[0]] = Decision(False, reason)
    return decisions


def receipt(desk: Desk, given: Namespace) -> Answer:
    """Issue a batch's receipt anew."""
    issued = receipts.issue_receipt(desk, given.batch, given.to)
    return say(f"回执：{issued.path}", path=str(issued.path), seq=issued.seq)


def publish(desk: Desk, given: Namespace) -> Answer:
    """Record a publication."""
    number = publication.record_publication(
        desk, ledger.find_uuid(desk, given.item), Published(given.date, given.channel, given.address, given.evidence)
    )
    return say(f"已公开，索引号 {number}", index_number=number)


def deliver(desk: Desk, given: Namespace) -> Answer:
    """Write a quarter's delivery and the hand-over papers."""
    written = deliveries.write(desk, given.quarter, given.to, papers.catalogue_pdf, progress())
    if given.papers:
        for receiver in deliveries.RECEIVERS:
            pdf = papers.handover_pdf(desk, written.delivery, receiver)
            papers.save_pdf(Path(given.papers) / f"交接文据_{receiver}.pdf", pdf)
    view = written.delivery
    kind = "零报告" if view.item_count == 0 else f"{view.item_count} 件，{view.file_count} 个文件"
    return say(
        f"{view.quarter.label}送交：{kind}",
        str(written.folder),
        folder=str(written.folder),
        items=view.item_count,
        manifest=view.manifest_hash,
    )


def hand_over(desk: Desk, given: Namespace) -> Answer:
    """Record the hand-over to a receiver."""
    view = deliveries.hand_over(desk, _delivery(desk, given.quarter), given.receiver, given.date)
    return say(f"现在是：{word(view.state)}", state=view.state.value)


def delivery_receipt(desk: Desk, given: Namespace) -> Answer:
    """Record a receiver's receipt."""
    view = deliveries.record_receipt(desk, _delivery(desk, given.quarter), given.receiver, given.date, given.by)
    return say(f"现在是：{word(view.state)}", state=view.state.value)


def _delivery(desk: Desk, quarter: Quarter) -> int:
    for view in deliveries.deliveries(desk):
        if view.quarter == quarter:
            return view.id
    raise UserError(f"{quarter.label}还没有送交", "先制作送交包", "E-DELIVERY")


def _held(batch: BatchView) -> str:
    return batch_words(batch.item_count, batch.withdrawn, batch.withheld, nil=batch.nil)


def _written(written: Sequence[Written], left_over: bool) -> Answer:
    first = ("这是上次组好、没有写出的一批；这次要报送的信息，再执行一次本命令",) if left_over else ()
    lines = []
    for one in written:
        lines += [f"{one.batch.paper_number}已写出并读回核对，{_held(one.batch)}，可安全拔出", str(one.path)]
    return say(
        *first,
        *lines,
        path=str(written[0].path),
        paths=[str(one.path) for one in written],
        manifest=written[0].batch.manifest_hash,
        items=sum(one.batch.item_count for one in written),
        left_over=left_over,
    )
