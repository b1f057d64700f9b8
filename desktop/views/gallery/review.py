"""The review desk."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button, IconButton, Link
from desktop.views.components.card import Ground
from desktop.views.components.document_page import DocumentPage, PageMark, Paragraph
from desktop.views.components.page_header import PageHeader
from desktop.views.components.rows import QuestionRow
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.text import Rule, Text
from desktop.views.gallery.frames import columns, page
from desktop.views.look import tokens
from desktop.views.look.theme import theme


def review_page() -> QWidget:
    """The review desk: document, signer chain, questions, verdict."""
    document = DocumentPage()
    document.show_text(
        [
            Paragraph("关于开展全省律师事务所规范化建设检查的通知", "title"),
            Paragraph("省司〔2026〕47号", "number"),
            Paragraph("各市司法局，省律师协会：", "plain"),
            Paragraph(
                "为贯彻落实《律师法》《律师事务所管理办法》，进一步加强律师事务所规范化建设，省司法厅决定于2026年11月25日至12月18日在全省开展"
                "律师事务所规范化建设检查。现就有关事项通知如下："
            ),
            Paragraph("一、检查范围", "head"),
            Paragraph(
                "全省依法设立满一年的律师事务所，重点检查党建工作、内部管理、利益冲突审查、收费管理和档案管理情况。近两年受到投诉查实的律师"
                "事务所名单仅供内部掌握，由各市另行下发。"
            ),
            Paragraph(
                "联系人：赵立群，电话138 0013 8000；材料报送人身份证号11010519491231002X，"
                "请于12月20日前将检查总结报送厅律师工作处。"
            ),
        ],
        [PageMark(1, "accent", 5, 66, 6), PageMark(2, "accent", 6, 10, 13), PageMark(3, "warn", 6, 33, 18)],
    )
    paper = ScrollColumn(margin=4)
    paper.add(document)
    desk = Ground("desk")
    flow = QVBoxLayout(desk)
    flow.setContentsMargins(0, 0, 0, 0)
    flow.addWidget(paper)
    form = ScrollColumn(margin=20, spacing=4)
    steps = [
        Step("承办人", ("王晓彤 11-13 同意",), "done"),
        Step("处室负责人", ("陈志远 11-16 同意",), "done"),
        Step("保密审查员", ("周敏 正在审查",), "current"),
        Step("办公室", ("李建国 下一步",)),
        Step("分管领导", ("孙永平 未到",)),
    ]
    form.add(Stepper(steps, "left"))
    form.add(Rule())
    form.add(
        columns(
            (Text("逐项审查", "section"), 0),
            (Text("已填 15 / 16", "caption", "text2"), 1),
            (Link("类似事项怎样判断"), 0),
        )
    )
    questions = (
        "国家秘密",
        "曾定密现已解密",
        "工作秘密、内部敏感事项",
        "法律、行政法规禁止公开",
        "危及国家安全",
        "商业秘密",
        "个人隐私",
        "需征求第三方意见",
    )
    for number, words in enumerate(questions, 1):
        row = QuestionRow(
            number,
            words,
            "" if number == 8 else ("yes" if number == 7 else "no"),
            chip="发现 1" if number == 3 else ("发现 2、3" if number == 7 else ""),
            chip_tone="warn" if number == 7 else "accent",
        )
        if number == 7:
            row.set_note("副本已遮盖 2 处，重新检查无残留", link="查看副本")
        form.add(row)
    form.add(Text("结论", "section"))
    verdict = SegmentedChoice(
        [
            Segment("open", "同意公开", "ok"),
            Segment("split", "区分处理后公开", "accent"),
            Segment("request", "依申请公开", "accent"),
            Segment("no", "不予公开", "warn"),
            Segment("wait", "暂缓", "warn"),
        ],
        name="结论",
        value="split",
        stretch=True,
        tall=True,
    )
    verdict.block("open", "第 7 项选了是，不能直接同意公开")
    form.add(verdict)
    side = Ground("surface", lines="l")
    column = QVBoxLayout(side)
    column.setContentsMargins(1, 12, 0, 0)
    column.addWidget(form)
    side.setFixedWidth(theme().px(tokens.REVIEW_WIDTH))
    header = PageHeader("关于开展全省律师事务所规范化建设检查的通知", path="保密审查", chip="今天到期")
    header.add_verb(Text("第 2 件，共 6 件", "small", "text2"))
    header.add_verb(IconButton("chevron-left", "上一件", "secondary"))
    header.add_verb(IconButton("chevron-right", "下一件", "secondary"))
    bottom = BottomBar()
    bottom.add_verb(Button("退回补正", "warning", icon="corner-up-left"))
    bottom.add_verb(Button("打印审查表", icon="printer"))
    sign = bottom.add_verb(Button("签字", "primary", icon="pencil-line", hint="Ctrl+Return"))
    sign.block("第 8 项未填，填完可签字")
    middle = QWidget()
    row_layout = QHBoxLayout(middle)
    row_layout.setContentsMargins(0, 0, 0, 0)
    row_layout.setSpacing(0)
    row_layout.addWidget(desk, 1)
    row_layout.addWidget(side)
    return page(header, middle, bottom)
