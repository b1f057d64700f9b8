"""Invented documents for the demo: a notice as docx, a list as xlsx, a report as pdf."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.paths import resource

_BODY = "临江省司法厅"


def write_samples(folder: Path) -> list[Path]:
    """Write the three documents into `folder` unless they are there, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [
        (folder / "关于开展律师事务所规范化建设检查的通知.docx", _write_notice),
        (folder / "2026年律师执业人员名单.xlsx", _write_list),
        (folder / "2026年法律援助工作情况报告.pdf", _write_report),
    ]
    for path, write in made:
        if not path.exists():
            write(path)
    return [path for path, _write in made]


def _today() -> str:
    today = date.today()  # noqa: DTZ011 - the date under a letter
    return f"{today.year}年{today.month}月{today.day}日"


def _write_notice(path: Path) -> None:
    document = Document()
    for line in (
        f"{_BODY}关于开展律师事务所规范化建设检查的通知",
        "临司〔2026〕47号",
        "各市司法局，省律师协会：",
        "为加强律师事务所规范化建设，决定在全省开展检查。现将有关事项通知如下：",
        "一、检查范围。全省依法设立满一年的律师事务所。",
        "二、检查方式。采取自查、市级检查、省级抽查相结合的方式进行。",
        "三、工作要求。各市司法局应当明确责任，结合实际制定实施方案，检查结果依法主动公开。",
        _BODY,
        _today(),
    ):
        document.add_paragraph(line)
    document.save(str(path))


def _write_list(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    sheet.append(["2026年律师执业人员名单"])
    sheet.append(["序号", "姓名", "执业机构", "业务方向"])
    for row in (
        (1, "赵立群", "衡石律师事务所", "行政法"),
        (2, "钱思远", "明川律师事务所", "劳动法"),
        (3, "孙若兰", "临江律师事务所", "民商法"),
    ):
        sheet.append(row)
    book.save(path)


def _write_report(path: Path) -> None:
    pdfmetrics.registerFont(TTFont("sample", str(next(resource("fonts").glob("NotoSerifSC*400*.ttf")))))
    canvas = Canvas(str(path), pagesize=A4, invariant=1, initialFontName="sample", initialFontSize=14)
    top = A4[1] - 100
    for number, line in enumerate(
        (
            f"{_BODY}关于2026年法律援助工作情况的报告",
            "临司报〔2026〕12号",
            "",
            "省人民政府：",
            "　　现将2026年法律援助工作情况报告如下。",
            "　　一、基本情况。全省共办理法律援助案件，群众满意度持续提高。",
            "　　二、主要做法。完善服务网络，加强案件质量管理，规范经费使用。",
            "　　三、下一步安排。继续扩大覆盖面，及时公开办理情况。",
            "",
            f"　　　　　　　　　　　　　　　　　{_BODY}",
            f"　　　　　　　　　　　　　　　　　{_today()}",
        )
    ):
        canvas.setFont("sample", 18 if number == 0 else 14)
        canvas.drawString(72, top - 30 * number, line)
    canvas.save()
