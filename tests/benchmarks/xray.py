"""The X-ray: precision and recall of every rule, and its cost beside extraction, for long lists and hostile text."""

from __future__ import annotations

import io
import random
import sys
from collections import defaultdict
from pathlib import Path

from docx import Document

from desktop.screening.findings import RULES, scan
from desktop.screening.folding import fold
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Kind, Part
from desktop.screening.terms import Terms, find_terms
from tests.benchmarks.measure import alternating, seconds, tell
from tests.screening.labelled import Labelled, corpus, identity_card

_SENTENCES = (
    "各科室、各直属单位要高度重视，按照职责分工抓好落实，确保各项任务按期完成。",
    "对检查中发现的问题，要建立台账，明确责任人和整改时限，逐项对账销号。",
    "根据《中华人民共和国政府信息公开条例》第二十条规定，现将有关事项公告如下：",
    "联系人：办公室，电话：0531-82923160，电子邮箱：office@example.gov.cn。",
    "全年共受理申请1286件，办结1279件，办结率99.46%，同比提高2.3个百分点。",
)
PARAGRAPHS, TABLE_ROWS = 65, 20
TERMS, TERMS_RATE = 10_000, 20_000_000
HOSTILE = {
    "digits": "1" * 1_000_000,
    "digits apart": "1 " * 500_000,
    "digits in lines": "1\n" * 500_000,
    "labels": "账号电话" * 250_000,
}


def run(_folder: Path) -> None:
    """All four."""
    _quality(tuple(corpus()))
    _ten_pages()
    _long_lists()
    for name, text in HOSTILE.items():
        document = DocumentText(Kind.TXT, None, (Part("正文", text, unit="行"),), ())
        tell(f"all rules over 1 MB of {name}", seconds(lambda: scan(document), 1), 2.0, "limit", 1.0)  # noqa: B023


def _quality(labelled: tuple[Labelled, ...]) -> None:
    counts: defaultdict[str, dict[tuple[bool, bool], int]] = defaultdict(lambda: defaultdict(int))
    rules = {rule.id: rule for rule in RULES}
    for one in labelled:
        hit = bool(list(rules[one.rule].find(fold(one.text))))
        counts[one.rule][one.expected, hit] += 1
    for rule, seen in sorted(counts.items()):
        true, missed, wrong = seen[True, True], seen[True, False], seen[False, True]
        precision = true / (true + wrong) if true + wrong else 1.0
        recall = true / (true + missed) if true + missed else 1.0
        sys.stdout.write(
            f"{rule:<28} precision {precision:6.1%}   recall {recall:6.1%}   of {true + missed:3} positives, "
            f"{seen[False, False] + wrong:3} look-alikes\n"
        )


def _ten_pages() -> None:
    data = _report()
    pages = sum(len(part.text) for part in read_document("a.docx", data).parts) / 600
    ours, peer = alternating(lambda: scan(read_document("a.docx", data)), lambda: _extract(data), 7)
    tell(f"X-ray of a docx of {pages:.0f} pages", ours, peer, "text by python-docx", 1.5)
    ours, peer = alternating(lambda: scan(read_document("a.docx", data)), lambda: read_document("a.docx", data), 7)
    tell("the same, beside reading without the rules", ours, peer, "our reader", 1.5)


def _report() -> bytes:
    """A report such as an office writes: numbered paragraphs in a few runs each, and a table."""
    rolls = random.Random(5)
    document = Document()
    for number in range(PARAGRAPHS):
        paragraph = document.add_paragraph(f"（{number + 1}）")
        for sentence in rolls.sample(_SENTENCES, 2):
            paragraph.add_run(sentence)
    document.add_paragraph(f"身份证号 {identity_card(rolls)}")
    table = document.add_table(TABLE_ROWS, 5)
    for row in table.rows:
        for cell in row.cells:
            cell.text = rolls.choice(("法治科", "1286件", "2018年4月2日", "已办结"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _extract(data: bytes) -> str:
    """The words of paragraphs and tables, by python-docx."""
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _long_lists() -> None:
    rolls = random.Random(1)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    words = ["".join(rolls.choices(letters, k=rolls.randint(2, 6))) for _ in range(TERMS)]
    text = "\n".join("".join(rolls.choices([*letters, "，", "。", "　"], k=200)) for _ in range(20_000))
    document = DocumentText(Kind.TXT, None, (Part("正文", text, unit="行"),), ())
    terms = Terms(enumerate(words, 1), "office", "检查词表")
    size = len(text.encode())
    spent = seconds(lambda: find_terms(document, terms))
    tell(
        f"{TERMS} terms in {size / 1e6:.0f} MB ({size / spent / 1e6:.0f} MB/s)", spent, size / TERMS_RATE, "limit", 1.0
    )
