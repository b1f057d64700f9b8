"""Fields, messages, findings and files."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card, Ground
from desktop.views.components.choice_fields import ChoiceField, MultiChoice
from desktop.views.components.date_field import DateField
from desktop.views.components.document_page import DocumentPage, PageMark, Paragraph
from desktop.views.components.fields import AreaField, PasswordField, TextField
from desktop.views.components.files import FileLine, FileList
from desktop.views.components.finding_card import CountTile, FindingCard
from desktop.views.components.page_header import PageHeader
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Text
from desktop.views.gallery.frames import columns, page
from desktop.views.look.theme import theme


def forms_page() -> QWidget:
    """The editor: fields in all states, files, findings, bottom bar."""
    files = Card("已放入 3 个文件", "原文件未改动", "添加附件", padding=16)
    files.add(
        FileList(
            [
                FileLine("a", "关于公布2026年第三批法治人才库入库人员名单的公告.docx", "4 页·86 KB", "识别完成", "ok"),
                FileLine("b", "附件1 入库人员名单.xlsx", "3 个工作表·41 KB", "2 项待处理", "warn"),
                FileLine("c", "附件2 推荐单位汇总.pdf", "2 页·210 KB", "未发现问题", "ok"),
            ],
            wide=True,
        )
    )
    grid_holder = QWidget()
    grid = QGridLayout(grid_holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    title = TextField("标题", required=True)
    title.propose("关于公布 2026 年第三批法治人才库入库人员名单的公告", "取自第 1 页第 3 行", "高")
    number = TextField("文号", required=True)
    number.propose("省司公告〔2026〕19号", "取自第 1 页第 2 行", "高")
    day = DateField("成文日期", required=True)
    day.propose(date(2026, 11, 18), "取自第 4 页落款", "高")
    body = TextField("发布机构", required=True)
    body.propose("省司法厅", "取自第 4 页落款", "高")
    genre = ChoiceField("体裁", [("notice", "公告"), ("order", "通知"), ("reply", "批复")])
    genre.propose("notice", "取自标题", "中", "请核对")
    summary = AreaField("内容概述", limit=100, lines=2)
    summary.propose(
        "公布第三批法治人才库入库人员 143 人名单，明确入库期限三年、动态管理和公示期限。",
        "取自第 1 页第 1 段",
        "中",
        "",
    )
    attribute = ChoiceField(
        "公开属性",
        [("active", "主动公开"), ("request", "依申请公开")],
        "active",
        info="主动公开为默认，改为其他须写明条款和理由",
    )
    row = ChoiceField(
        "目录事项",
        [("a", "人事信息 / 人才管理"), ("b", "行政许可 / 律师执业核准")],
        "a",
        searchable=True,
        info="公开时限：20 个工作日内",
    )
    channels = MultiChoice("公开方式", [("web", "政府网站"), ("board", "公开栏"), ("paper", "公报")], ("web", "board"))
    phone = TextField("联系电话", "0531-8295", latin=True)
    phone.set_message("座机号应为区号加 7 或 8 位数字", "error")
    wrong = TextField("原文号", "省司公告[2026]19号")
    wrong.set_message("年份应使用六角括号〔〕，按 Enter 改正", "warn")
    early = DateField("拟公开日期", date(2026, 11, 15))
    early.set_message("早于成文日期 11-18，请改为 11-18 或以后", "error")
    fixed = TextField("索引号", "11370000004502345X/2026-00412", info="由办公室编号，不能改")
    fixed.set_read_only(True)
    secret = PasswordField()
    secret.edit.setText("invented-words")
    grid.addWidget(title, 0, 0, 1, 2)
    grid.addWidget(summary, 3, 0, 1, 2)
    places = (
        (number, 1, 0),
        (day, 1, 1),
        (body, 2, 0),
        (genre, 2, 1),
        (attribute, 4, 0),
        (row, 4, 1),
        (channels, 5, 0),
        (phone, 5, 1),
        (wrong, 6, 0),
        (early, 6, 1),
        (fixed, 7, 0),
        (secret, 7, 1),
    )
    for field, r, c in places:
        grid.addWidget(field, r, c)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    left = ScrollColumn()
    left.add(files)
    left.add(
        columns(
            (Text("登记内容", "section"), 0),
            (Text("浅蓝底为程序从正文提取，按 Enter 逐项确认", "caption", "text2"), 1),
            (Text("已确认 3 / 10", "label", "text2"), 0),
        )
    )
    left.add(grid_holder)
    right = ScrollColumn(margin=20, spacing=10, top=14)
    right.add(columns((Text("内容检查", "section"), 0), (Text("3 个文件，用时 1.2 秒", "caption", "text2"), 1)))
    right.add(
        columns(
            (CountTile("停止登记", 0), 1),
            (CountTile("必须处理", 2), 1),
            (CountTile("请核对", 2), 1),
            (CountTile("已处理", 1), 1),
        )
    )
    right.add(
        FindingCard(
            "身份证号 143 处",
            "必须处理",
            "附件1·工作表“名单”·E 列",
            "37*************027 等",
            (("mask", "生成遮盖副本", "eraser"), ("drop", "删除整列", ""), ("keep", "保留并说明理由", "")),
            lead=True,
        )
    )
    right.add(
        FindingCard(
            "手机号 1 处",
            "请核对",
            "正文第 4 页·联系人",
            "138****5521",
            (("work", "是工作电话，保留", ""), ("mask", "遮盖", "")),
        )
    )
    right.add(FindingCard("修订痕迹 7 处", "已处理", when="09:41"))
    right.add(Text("原文", "section"))
    document = DocumentPage()
    document.show_text(
        [
            Paragraph("省司公告〔2026〕19号", "number"),
            Paragraph("关于公布2026年第三批法治人才库入库人员名单的公告", "title"),
        ],
        [PageMark(1, paragraph=1, length=26)],
    )
    right.add(document)
    side = Ground("surface", lines="lt")
    holder = QVBoxLayout(side)
    holder.setContentsMargins(1, 1, 0, 0)
    holder.addWidget(right)
    side.setFixedWidth(theme().px(480))
    header = PageHeader("新登记", path="信息登记", chip="草稿")
    header.add_verb(Button("预览正文", icon="eye"))
    header.add_verb(Button("从相似条目带入", icon="copy"))
    bottom = BottomBar()
    bottom.set_status("草稿已自动保存 09:42")
    bottom.add_verb(Button("保存并关闭"))
    submit = Button("提交审查", "primary", key="Ctrl+Return")
    bottom.add_verb(submit)
    submit.block("还有 2 项必须处理、1 个字段有误")
    middle = QWidget()
    flow = QHBoxLayout(middle)
    flow.setContentsMargins(0, 0, 0, 0)
    flow.setSpacing(0)
    flow.addWidget(left, 1)
    flow.addWidget(side)
    return page(header, middle, bottom)
