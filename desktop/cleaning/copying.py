"""The one call made for a clean copy: write it, open it again, look into it again, compare the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from desktop.cleaning.clean_docx import clean_docx
from desktop.cleaning.clean_pdf import clean_pdf
from desktop.cleaning.clean_txt import clean_txt
from desktop.cleaning.clean_xlsx import clean_xlsx
from desktop.cleaning.plan import Plan, plan
from desktop.cleaning.presets import preset_of, why_not
from desktop.cleaning.records import Choices, CleanCopy, Touches, Written, refused
from desktop.cleaning.verify import verified
from desktop.errors import UserError
from desktop.screening.archive import Package
from desktop.screening.findings import rules_for
from desktop.screening.folding import fold
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Kind

Step = Callable[[int, int], None]
_READ, _WRITTEN, _ALL = 10, 60, 100
SUFFIX = "（去标识化）"
_STAR = "＊"
"""In a file's name: Windows allows no plain star there."""
_NEXT = {
    Kind.OFD: ("OFD 文件", "遮盖原 Word 文档，重新转成 OFD 或 pdf 后放入"),
    Kind.HTML: ("网页", "把正文粘贴到 Word，另存为 docx 后放入"),
    Kind.XLS: ("旧格式的工作簿（xls）", "在 Excel 或 WPS 中另存为 xlsx 后放入"),
    Kind.ZIP: ("压缩包", "解开后逐个放入其中的文件"),
}


def why_no_copy(kind: str) -> str:
    """Why no clean copy can be made of this kind of file, and what to do instead; empty when one can."""
    told = _NEXT.get(Kind(kind))
    return f"{told[0]}不能生成净化副本，{told[1]}" if told else ""


def clean(name: str, data: bytes, choices: Choices, step: Step = lambda done, total: None) -> CleanCopy:
    """Make the clean copy of a document, in memory.

    Raises UserError (E-CLEAN) when none can be made, when there is nothing to clean, or when anything is left over in
    what was written; `step` is told of the progress and may raise to end the work.
    """
    _require_presets(choices)
    step(0, _ALL)
    document = read_document(name, data)
    planned = plan(document, choices)
    if not planned.stretches and not document.traces:
        raise refused("没有要遮盖或清除的内容", "在发现中选择要遮盖的种类")
    step(_READ, _ALL)
    made = _written(data, document, planned, _touches(choices), _between(step, _READ, _WRITTEN))
    step(_WRITTEN, _ALL)
    fresh_name = copy_name(planned.masked_text(document, 0, _STAR))
    copy = verified(fresh_name, made, document, planned, choices, data)
    step(_ALL, _ALL)
    return CleanCopy(fresh_name, made.data, copy, planned.masks, len(document.traces), made.facts)


def _between(step: Step, start: int, end: int) -> Step:
    """A step whose whole is a part of another's."""
    return lambda done, total: step(start + (end - start) * done // max(total, 1), _ALL)


def copy_name(name: str) -> str:
    """The name of a copy: 名单.docx becomes 名单（去标识化）.docx; that of a copy stays."""
    path = PurePath(name)
    return name if path.stem.endswith(SUFFIX) else f"{path.stem}{SUFFIX}{path.suffix}"


def _require_presets(choices: Choices) -> None:
    for rule, key in choices.presets.items():
        if preset_of(rule, key) is None:
            why = why_not(rule) or "没有这种遮盖方式"
            raise UserError(f"{rule}：{why}", "换一种遮盖方式", "E-PRESET")


def _written(data: bytes, document: DocumentText, planned: Plan, touches: Touches, step: Step) -> Written:
    match document.kind:
        case Kind.TXT:
            return clean_txt(data, document, planned)
        case Kind.DOCX:
            return clean_docx(Package(data), document, planned, touches)
        case Kind.XLSX:
            return clean_xlsx(Package(data), document, planned, touches)
        case Kind.PDF:
            return clean_pdf(data, document, planned, step)
        case kind:
            assert kind is not None, "only an unfinished reading has no kind"
            what, remedy = _NEXT[kind]
            raise refused(f"{what}无法可靠地改写", remedy)


def _touches(choices: Choices) -> Touches:
    rules = [rule for rule in rules_for(choices.office_phones) if rule.id in choices.presets]

    def touches(words: str) -> bool:
        folded = fold(words)
        return any(next(iter(rule.find(folded)), None) is not None for rule in rules)

    return touches
