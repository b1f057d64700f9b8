"""The check of a copy: opened again, looked into again, compared with what the original becomes under its mask."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from PIL import ImageChops, ImageStat

from desktop.cleaning.clean_pdf import as_picture, page_sizes, painted_page
from desktop.cleaning.plan import Plan
from desktop.cleaning.records import SEEN, Choices, Written, left_over, refused
from desktop.errors import UserError
from desktop.screening.archive import Package
from desktop.screening.findings import rules_for
from desktop.screening.folding import fold
from desktop.screening.located import locate
from desktop.screening.pages import render_page
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Kind, Role
from desktop.screening.terms import Terms
from desktop.screening.traces import from_trace

_SURE = 9
"""Letters from which on a value cannot stand in markup by chance."""
_ROUNDED = 3.0
"""How much the points of a page may differ on average, of 255."""
_LINKS = "链接地址"
_MARKUP = frozenset({"t", "delText", "v"})


def verified(
    name: str, made: Written, original: DocumentText, planned: Plan, choices: Choices, data: bytes
) -> DocumentText:
    """The copy as it reads now; raises UserError (E-CLEAN), naming the place, when anything is left over or changed."""
    try:
        copy = read_document(name, made.data)
    except UserError as problem:
        raise refused(f"写出的副本打不开（{problem.message}）", problem.hint) from problem
    if copy.kind is not original.kind:
        raise left_over("副本", "不再是原来的格式")
    _no_hit(copy, original, planned, choices)
    _nothing_unseen(copy)
    if original.kind is Kind.PDF:
        _same_pages(copy, original)
        _same_pictures(made.data, data, original, planned)
    else:
        _same_words(copy, original, planned, made)
    if original.kind in (Kind.DOCX, Kind.XLSX):
        _no_value_in_markup(made.data, planned, choices)
    return copy


def _no_hit(copy: DocumentText, original: DocumentText, planned: Plan, choices: Choices) -> None:
    kept = {(original.parts[hit.part].role, hit.rule) for hit in planned.kept}
    for hit in locate(copy, choices.office_phones):
        part = copy.parts[hit.part]
        if hit.rule in choices.presets and (part.role, hit.rule) not in kept:
            raise left_over(part.place_at(hit.start), "还有没有遮盖的内容")
    if planned.values:
        terms = Terms(enumerate(planned.values, 1), "masked", "已遮盖的内容")
        for part in copy.parts:
            for _number, again in terms.search(fold(part.text)):
                raise left_over(part.place_at(again.start), "还有已遮盖过的内容")


def _nothing_unseen(copy: DocumentText) -> None:
    for trace in copy.traces:
        raise left_over(trace.place, f"还有隐藏内容（{from_trace(trace).message}）")
    for part in copy.parts[1:]:
        unseen = part.role not in SEEN and not (part.role is Role.PROPERTY and part.place in {_LINKS, "工作表名称"})
        if unseen:
            raise left_over(part.place, "还有页面上看不见的文字")


def _same_words(copy: DocumentText, original: DocumentText, planned: Plan, made: Written) -> None:
    wanted = list(_expected(original, planned, made))
    got = [(part.place, part.role, part.text) for part in copy.parts[1:] if part.role in SEEN and part.text.strip()]
    if len(wanted) != len(got):
        raise left_over("副本", f"有 {len(got)} 个部分，原件有 {len(wanted)} 个")
    for (place, role, before), (where, kind, after) in zip(wanted, got, strict=True):
        if (place, role) != (where, kind) or _squeezed(before) != _squeezed(after):
            raise left_over(_differing(place, before, after), "与原件不一致")
        if not made.merged and _lines(before) != _lines(after):
            raise left_over(place, "的段数或行数与原件不一致")


def _expected(original: DocumentText, planned: Plan, made: Written) -> Iterator[tuple[str, Role, str]]:
    """What a reader of the copy must see: the seen parts of the original, masked, without what is left out."""
    for number, part in enumerate(original.parts):
        if number == 0 or part.role not in SEEN or number in made.dropped:
            continue
        text = planned.masked_text(original, number)
        for gone in sorted((one for one in made.gone if one.part == number), key=lambda one: one.start, reverse=True):
            text = text[: gone.start] + text[gone.end :]
        if text.strip():
            yield part.place, part.role, text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.split("\n"))


def _differing(place: str, before: str, after: str) -> str:
    """The line of a part from which on the copy reads otherwise."""
    for number, (one, other) in enumerate(zip(before.split("\n"), after.split("\n"), strict=False), 1):
        if _squeezed(one) != _squeezed(other):
            return f"{place}第 {number} 行起"
    return place


def _no_value_in_markup(data: bytes, planned: Plan, choices: Choices) -> None:
    """No masked value is anywhere in the package, nor anything in its attributes that a masked rule would find."""
    values = [value for value in planned.values if len(value) >= _SURE]
    terms = Terms(enumerate(values, 1), "masked", "已遮盖的内容") if values else None
    rules = [rule for rule in rules_for(choices.office_phones) if rule.id in choices.presets]
    package = Package(data)
    for name in package.names:
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(package.read(name))
        aside = set(_aside(root))
        words = fold("\t|\t".join(sorted(aside)))
        if terms is not None and next(terms.search(words), None) is not None:
            raise left_over("文件的标记里", "还有已遮盖过的内容")
        if not name.startswith("xl/worksheets/") and not name.endswith(".rels"):
            for rule in rules:
                if next(iter(rule.find(words)), None) is not None:
                    raise left_over("文件的标记里", "还有没有遮盖的内容")


def _aside(root: etree._Element) -> Iterator[str]:
    """Everything in a part that is not the text of its page."""
    for node in root.iter("{*}*"):
        if node.text and node.text.strip() and str(node.tag).rpartition("}")[2] not in _MARKUP:
            yield node.text
        yield from (str(value) for value in node.attrib.values() if len(value) > 5)


def _same_pages(copy: DocumentText, original: DocumentText) -> None:
    if copy.pages != original.pages:
        raise left_over("副本", f"有 {copy.pages} 页，原件有 {original.pages} 页")
    for part in copy.parts[1:]:
        raise left_over(part.place, "还有文字")


def _same_pictures(made: bytes, data: bytes, original: DocumentText, planned: Plan) -> None:
    """Every page of the copy looks like that of the original under its mask, but for what a JPEG rounds off."""
    sizes, fresh = page_sizes(data), page_sizes(made)
    for number, (size, other) in enumerate(zip(sizes, fresh, strict=True), 1):
        wanted = painted_page(data, original, planned, number, size[0])
        got = as_picture(render_page(made, number, wanted.width))
        alike = max(abs(one - two) for one, two in zip(size, other, strict=True)) < 1 and got.size == wanted.size
        if not alike or ImageStat.Stat(ImageChops.difference(wanted, got).convert("L")).mean[0] > _ROUNDED:
            raise left_over(f"第 {number} 页", "与原件不一致")
