"""The gallery: every component in every state, in both schemes; `python -m desktop.views.gallery OUT.png [--dark]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.views.components.bottom_bar import BottomBar
from desktop.views.components.buttons import Button, IconButton, Link
from desktop.views.components.card import Card, Ground
from desktop.views.components.charts import BarRows, ColumnChart, Meter, MeterMark
from desktop.views.components.checks import CheckBox, ChoiceCard, OptionGroup, OptionRow
from desktop.views.components.chips import Chip, FilterChip
from desktop.views.components.choice_fields import ChoiceField, MultiChoice
from desktop.views.components.date_field import DateField
from desktop.views.components.deadlines import (
    Day,
    DeadlineBox,
    DeadlineLegend,
    DeadlineMeter,
    DeadlineStrip,
    Due,
)
from desktop.views.components.detail_pane import DetailPane
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.components.difference import Difference, FieldChange
from desktop.views.components.document_page import DocumentPage, PageMark, Paragraph
from desktop.views.components.empty import EmptyState
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.facts import Facts, History, NumberedSteps
from desktop.views.components.fields import AreaField, PasswordField, TextField
from desktop.views.components.files import FileLine, FileList
from desktop.views.components.finding_card import CountTile, FindingCard
from desktop.views.components.floating import BulkBar, Toast
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.matrix import Matrix, MatrixCell
from desktop.views.components.navigation import Navigation, NavPage
from desktop.views.components.page_header import PageHeader
from desktop.views.components.progress import ProgressLine
from desktop.views.components.rows import CheckLine, FactLine, QuestionRow, ToDoRow
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.search_field import SearchField
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.stepper import Step, Stepper
from desktop.views.components.tabs import Tabs
from desktop.views.components.text import Note, Rule, Text
from desktop.views.components.tiles import CheckedFact, Equation, FactStrip, StatRow, StatTile, Totals
from desktop.views.look import tokens
from desktop.views.look.theme import apply, theme
from desktop.views.table_models import ChipCell, Column, DateCell, MenuCell, NoteCell, Row, TitleCell

PAGES = (
    ("controls", "控件", "inbox"),
    ("forms", "表单", "notebook-pen"),
    ("ledger", "台账", "table-2"),
    ("home", "首页", "chart-column"),
    ("review", "审查", "shield-check"),
    ("delivery", "送交", "archive"),
    ("empty", "空状态", "file-text"),
    ("guide", "引导", "landmark"),
)


class GalleryWindow(QWidget):
    """A window with one page per group of components and a switch for scheme and type size."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("组件")
        self.resize(1440, 900)
        self.navigation = Navigation()
        self.navigation.set_unit("省司法厅", "办公室端")
        self.navigation.set_user("周敏", "保密审查员")
        saved = (("week", "本周到期"), ("quarter", "三季度待送交"))
        pages = [NavPage(key, words, icon, saved if key == "ledger" else ()) for key, words, icon in PAGES]
        bottom = [NavPage("scheme", "深色与浅色", "moon"), NavPage("size", "字号", "settings")]
        self.navigation.set_pages([pages[:1], pages[1:5], pages[5:], bottom])
        self.navigation.set_count("controls", 14)
        self.navigation.set_count("ledger", 6)
        self.navigation.set_count("ledger", 128, view="quarter")
        self.navigation.set_count("review", 3, late=1)
        self.navigation.opened.connect(self._open)
        self.stack = QStackedWidget()
        builders: tuple[Callable[[], QWidget], ...] = (
            controls_page,
            forms_page,
            ledger_page,
            home_page,
            review_page,
            delivery_page,
            empty_page,
            guide_page,
        )
        for build in builders:
            self.stack.addWidget(build())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        self.setFocus()
        self.show_page("controls")

    def show_page(self, key: str) -> None:
        """Go to a page."""
        self.navigation.set_current(key)
        self.stack.setCurrentIndex([page[0] for page in PAGES].index(key))

    def _open(self, key: str, _view: str) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        sizes = list(tokens.FONT_SCALES)
        now = next(name for name, scale in tokens.FONT_SCALES.items() if scale == theme().scale)
        if key == "scheme":
            apply(app, "light" if theme().dark else "dark", now)
        elif key == "size":
            apply(app, theme().scheme, sizes[(sizes.index(now) + 1) % len(sizes)])
        else:
            self.show_page(key)


def page(header: QWidget, body: QWidget, bottom: QWidget | None = None) -> QWidget:
    """Header above, body below, bottom bar if any: the frame of every screen."""
    whole = Ground("canvas")
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(header)
    column.addWidget(body, 1)
    if bottom is not None:
        column.addWidget(bottom)
    return whole


def line(*widgets: QWidget, spacing: int = 8) -> QWidget:
    """Widgets side by side, at the left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def columns(*parts: tuple[QWidget, int]) -> QWidget:
    """Widgets side by side with stretch factors."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.CARD_GAP)
    for widget, stretch in parts:
        row.addWidget(widget, stretch)
    return holder


def stacked(*widgets: QWidget, spacing: int = tokens.CARD_GAP) -> QWidget:
    """Widgets below each other, pushed up."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return holder


def controls_page() -> QWidget:
    """Chips, buttons, type, choices, finding, stepper, error, progress."""
    states = Card("状态词", "词、色、形三者同时出现")
    grid_holder = QWidget()
    grid = QGridLayout(grid_holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(10)
    words = [
        "草稿",
        "审查中",
        "待报送",
        "已报送",
        "待回执",
        "待发布",
        "已公开",
        "退回补正",
        "不予公开",
        "停止登记",
        "已送交",
        "已办结",
        "今天到期",
        "临期",
        "已超期",
        "新增",
        "变更",
        "冲突",
        "重复",
        "待处理",
    ]
    for number, word in enumerate(words):
        grid.addWidget(Chip(word), number // 4, number % 4, Qt.AlignmentFlag.AlignLeft)
    states.add(grid_holder)
    buttons = Card("按钮", "高 32，小 28，首要只有一个")
    blocked = Button("提交审查", "primary", hint="Ctrl+Return")
    blocked.block("还有 2 项必须处理")
    blocked_too = Button("打印", icon="printer")
    blocked_too.block("没有可以打印的内容")
    buttons.add(
        line(
            Button("提交审查", "primary", hint="Ctrl+Return"), Button("保存"), Button("更多筛选", "ghost", icon="plus")
        )
    )
    buttons.add(
        line(
            Button("删除记录", "danger", icon="trash-2"),
            Button("退回补正", "warning", icon="corner-up-left"),
            blocked,
            blocked_too,
        )
    )
    buttons.add(
        line(
            Button("小按钮", small=True),
            Button("指定发布人", "soft", icon="megaphone"),
            IconButton("ellipsis", "更多"),
            IconButton("chevron-left", "上一件", "secondary"),
            Link("链接"),
        )
    )
    kinds = Card("字号", "px，100% 时", spacing=4)
    for role, sample in (
        ("number", "128"),
        ("guide", "这台电脑用在哪里"),
        ("page", "信息登记"),
        ("item", "发现密级标志"),
        ("section", "逐项审查"),
        ("body", "关于开展规范化建设检查的通知"),
        ("small", "律师工作处"),
        ("caption", "取自第 1 页第 3 行"),
    ):
        step = tokens.TYPE[role]
        kinds.add(columns((Text(sample, role), 1), (Text(f"{step.size} / {step.weight}", "caption", "text2"), 0)))
    choices = Card("选择")
    choices.add(
        line(
            SegmentedChoice(name="国家秘密", value="no"),
            SegmentedChoice(name="个人隐私", value="yes"),
            SegmentedChoice(name="商业秘密"),
        )
    )
    choices.add(Tabs([("all", "全部", 1284), ("review", "审查中", 12), ("back", "退回补正", 3)]))
    choices.add(
        line(
            CheckBox("已核对", True),
            CheckBox("未核对"),
            FilterChip("成文日期", "2026-10-01 起"),
            FilterChip("处室", "5 个"),
        )
    )
    findings = Card("发现", "级别、位置、遮盖后的片段、处理")
    findings.add(
        columns(
            (CountTile("停止登记", 0), 1),
            (CountTile("必须处理", 2), 1),
            (CountTile("请核对", 2), 1),
            (CountTile("已处理", 1), 1),
        )
    )
    findings.add(
        FindingCard(
            "身份证号 143 处",
            "必须处理",
            "附件1·E 列",
            "37*************027 等",
            (("mask", "生成遮盖副本", "eraser"), ("drop", "删除整列", ""), ("keep", "保留并说明理由", "")),
            lead=True,
        )
    )
    findings.add(FindingCard("修订痕迹 7 处", "已处理", when="09:41"))
    chain = Card("签字链")
    chain.add(Stepper(chain_steps()))
    progress = ProgressLine("正在核对", leaves="取消后 U 盘上不留半成品")
    progress.begin()
    progress.set_progress(86, 128, 80)
    work = Card("进度", "总有件数、剩余时间、取消")
    work.add(progress)
    failure = ErrorPanel(
        "U 盘空间不够，还差 212 MB",
        "已写的部分已清除，U 盘上没有半成品。",
        [Button("换 U 盘再写", "primary", small=True), Button("分成 2 张盘", small=True)],
    )
    care = ErrorPanel("工作日历缺 2027 年", "期限按周末推算，已标暂估。", tone="warn")
    scroll = ScrollColumn()
    scroll.add(
        columns((stacked(states, buttons, kinds), 1), (stacked(choices, findings, chain, work, failure, care), 1))
    )
    return page(PageHeader("控件", "每个组件的每种状态"), scroll)


def chain_steps() -> list[Step]:
    """The five signers of an item, the third at work."""
    return [
        Step("承办人", ("王晓彤", "11-05"), "done"),
        Step("处室负责人", ("陈志远", "11-06"), "done"),
        Step("保密审查员", ("周敏", "进行中"), "current"),
        Step("办公室", ("未到",)),
        Step("分管领导", ("未到",)),
    ]


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


LEDGER_COLUMNS = (
    Column("number", "编号", 104, sort="number", fixed=True),
    Column("title", "标题", 300, "title", sort="title", fixed=True),
    Column("office", "处室", 118, sort="office"),
    Column("state", "状态", 100, sort="state"),
    Column("due", "公开期限", 168, sort="due"),
    Column("pages", "页数", 64, "count", hidden=True),
)


def ledger_rows() -> list[Row]:
    """Invented records."""
    raw = (
        (
            "LSGZ-0412",
            "关于开展全省律师事务所规范化建设检查的通知",
            "附件 2 处",
            "律师工作处",
            "审查中",
            "11-20",
            "今天到期",
            "warn",
        ),
        (
            "FG-0168",
            "《省律师执业管理办法实施细则》政策解读",
            "正文 4 处",
            "法规处",
            "待发布",
            "11-23",
            "剩余 1 个工作日",
            "warn",
        ),
        (
            "LSGZ-0411",
            "关于公布 2026 年第四季度准予律师执业人员名单的公告",
            "",
            "律师工作处",
            "审查中",
            "11-24",
            "剩余 2 个工作日",
            "warn",
        ),
        (
            "LSGZ-0409",
            "律师执业年度考核结果备案工作指引",
            "正文 6 处",
            "律师工作处",
            "待发布",
            "11-25",
            "剩余 3 个工作日",
            "warn",
        ),
        (
            "LSGZ-0407",
            "关于注销王某某等 12 人律师执业证书的决定",
            "",
            "律师工作处",
            "退回补正",
            "11-19",
            "已超期 1 个工作日",
            "bad",
        ),
        (
            "GGFL-0203",
            "值班律师法律帮助工作年度情况通报",
            "正文 1 处",
            "公共法律服务处",
            "待报送",
            "11-30",
            "剩余 6 个工作日",
            "",
        ),
        ("FG-0167", "省律师执业管理办法实施细则", "", "法规处", "已公开", "11-18", "公开", ""),
        (
            "LSGZ-0406",
            "律师执业投诉查处案卷目录（2026 年 1—10 月）",
            "",
            "律师工作处",
            "不予公开",
            "2027-11",
            "复核",
            "",
        ),
        ("RSJW-0035", "律师类专业人才引进公示", "附件 1 处", "人事警务处", "已公开", "11-10", "公开", ""),
        ("LSGZ-0396", "律师事务所年度检查考核结果（二）", "附件 5 处", "律师工作处", "已送交", "11-19", "回执", ""),
        ("LSGZ-0388", "律师执业责任保险续保情况的函", "正文 1 处", "律师工作处", "已办结", "10-30", "登记", ""),
    )
    rows = []
    for key, (number, title, aside, office, state, day, words, tone) in enumerate(raw * 3):
        at = title.find("律师执业")
        marks = ((at, 4),) if at >= 0 else ()
        rows.append(
            Row(
                key,
                (
                    number,
                    TitleCell(title, marks, aside),
                    office,
                    ChipCell(state),
                    DateCell(day, words, tone),
                    str(key + 1),
                ),
            )
        )
    return rows


def ledger_page() -> QWidget:
    """The ledger with a detail pane, bulk bar and toast."""
    table = LedgerTable(
        LEDGER_COLUMNS,
        name="信息台账",
        empty=EmptyState("没有符合条件的信息", "换几个字，或去掉一个筛选。", icon="search", tone="accent"),
    )
    table.set_rows(ledger_rows())
    table.set_sorted("due")
    table.footer.set_totals(
        [("符合条件", "38 件"), ("主动公开", "31"), ("依申请公开", "4"), ("不予公开", "3"), ("页数", "214")],
        "全部 1,284 件中查找，用时 0.04 秒",
    )
    search = SearchField("查找标题、文号、正文", name="在台账中查找")
    search.edit.setText("律师执业")
    search.setFixedWidth(230)
    filters = line(
        search,
        FilterChip("成文日期", "2026-10-01 起"),
        FilterChip("处室", "5 个"),
        Button("筛选", "ghost", icon="plus"),
    )
    chooser = IconButton("columns-3", "选择列")
    chooser.clicked.connect(table.open_column_chooser_below)
    filter_row = columns((filters, 1), (Button("存为视图", "ghost", icon="bookmark"), 0), (chooser, 0))
    filter_row.setContentsMargins(24, 10, 16, 10)
    tabs = Tabs(
        [
            ("all", "全部", 1284),
            ("draft", "草稿", 7),
            ("review", "审查中", 12),
            ("publish", "待发布", 5),
            ("public", "已公开", 1236),
            ("back", "退回补正", 3),
        ],
        margin=24,
    )
    header = PageHeader("信息登记")
    header.add_verb(Button("导出", icon="download"))
    header.add_verb(Button("打印", icon="printer"))
    header.add_verb(Button("登记信息", "primary", icon="plus", key="Ctrl+N"))
    left = page(header, stacked_fill(tabs, filter_row, table))
    pane = detail_pane()
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(left, 1)
    row.addWidget(pane)
    bulk = BulkBar(left)
    bulk.add_verb(Button("指定发布人", "soft", icon="megaphone"))
    bulk.add_verb(Button("导出", "ghost", icon="download"))
    bulk.cleared.connect(table.view.clearSelection)
    table.selection_changed.connect(bulk.set_count)
    toast = Toast(left)
    toast.lift = 84
    toast.tell("已为 3 件指定发布人：何静", "何静登录后在待办中看到", undo=table.view.clearSelection)
    table.select([2, 3, 5])
    return whole


def stacked_fill(*widgets: QWidget) -> QWidget:
    """Widgets below each other without gaps; the last takes the height."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return holder


def detail_pane() -> DetailPane:
    """An item in the pane."""
    pane = DetailPane()
    pane.set_head("审查中", "LSGZ-0411", "关于公布 2026 年第四季度准予律师执业人员名单的公告")
    pane.add_verb(Button("编辑", icon="pencil-line", small=True))
    pane.add_verb(IconButton("ellipsis", "更多", small=True))
    overview = pane.add_tab("overview", "概要")
    pane.add_tab("files", "文件", 3)
    pane.add_tab("review", "审查")
    pane.add_tab("history", "历史")
    pane.add_tab("versions", "版本", 2)
    pane.show_tab("overview")
    pane.add_section(
        overview,
        "期限",
        DeadlineBox(
            [
                DeadlineMeter("内部期限", "10 个工作日报送", "11-06 已报送，提前 2 个工作日", "11-10", 0.8),
                DeadlineMeter("法定期限", "20 个工作日公开", "剩余 2 个工作日", "11-24", 0.9, "warn"),
            ]
        ),
        "计算单",
    )
    pane.add_section(
        overview,
        "登记内容",
        Facts(
            [
                ("文号", "省司公告〔2026〕18 号"),
                ("成文日期", "2026-10-27"),
                ("公开属性", "主动公开"),
                ("目录事项", "行政许可 / 律师执业核准"),
                ("公开方式", "政府网站、公开栏"),
            ]
        ),
    )
    pane.add_section(
        overview,
        "文件",
        FileList(
            [
                FileLine("a", "公告正文.docx", "4 页·86 KB", "正文"),
                FileLine("b", "附件1 准予执业人员名单.xlsx", "遮盖副本·143 人", "已遮盖", "ok"),
                FileLine("c", "附件2 领证须知.pdf", "2 页·210 KB", "已检查", "ok"),
            ]
        ),
        "预览",
    )
    pane.add_section(overview, "审查", Stepper(chain_steps()), "打开审查表")
    pane.add_section(
        overview,
        "历史",
        History(
            [
                ("11-20 09:12", "周敏", "打开保密审查"),
                ("11-18 15:40", "系统", "接收第 021 批，7 项核对通过"),
                ("11-06 16:55", "陈志远", "处室负责人签字：同意"),
            ]
        ),
        "全部 9 条",
    )
    return pane


def home_page() -> QWidget:
    """The to-do page: tiles, charts, deadline strip, rows, matrix."""
    numbers = Card()
    numbers.add(
        StatRow(
            [
                StatTile("待接收", "3", "批", "来自 3 个处室"),
                StatTile("待保密审查", "6", "件", "最早收到 11-17"),
                StatTile("待发布", "5", "件", "1 件今天到期", "warn"),
                StatTile("待答复申请", "4", "件", "1 件已超期", "bad"),
                StatTile("待送交", "128", "件", "三季度·11-30 截止"),
            ]
        )
    )
    charts = Card(horizontal=True, spacing=28)
    chart = ColumnChart(
        [("6月", 42), ("7月", 31), ("8月", 42), ("9月", 51), ("10月", 27), ("11月", 46)], name="每月公开"
    )
    charts.add(stacked(Text("每月公开，件", "small", "text2"), chart, spacing=2), 1)
    charts.add(
        stacked(
            Text("从产生到公开，平均用时", "small", "text2"),
            columns(
                (Text("9.4", "number"), 0),
                (Text("个工作日", "caption", "text2"), 1),
                (Text("按时率 97.8%", "chip", "oktext"), 0),
            ),
            Meter(0.43, [MeterMark(0.68, "内部 15"), MeterMark(0.9, "法定 20", True)]),
            spacing=0,
        ),
        1,
    )
    strip = Card("期限", "未来 14 个工作日，共 25 项")
    strip.head.add_right(DeadlineLegend())
    strip.add(DeadlineStrip(days()))
    todo = Card("先办这些", "按期限排列", "全部 14 项", padding=14, spacing=0)
    for row in (
        (
            "关于申请公开 2025 年度法律援助经费使用情况的答复",
            "公法〔2026〕申 31 号·公共法律服务处",
            "11-19",
            "已超期 1 个工作日",
            "去答复",
            "mail-question-mark",
            "bad",
        ),
        (
            "关于公布 2026 年第三批法治人才库入库人员名单的公告",
            "法规处·审查已通过 11-18",
            "11-20",
            "今天到期",
            "去发布",
            "megaphone",
            "warn",
        ),
        (
            "2026 年度公证机构执业检查结果",
            "公证处·承办人、处室负责人已签",
            "11-24",
            "剩余 2 个工作日",
            "去审查",
            "shield-check",
            "warn",
        ),
        (
            "三季度送交：省图书馆一套还没有写完",
            "省档案馆已于 11-19 回执",
            "11-30",
            "剩余 6 个工作日",
            "去送交",
            "archive",
            "",
        ),
    ):
        todo.add(ToDoRow(row[0], row[1], row[2], row[3], row[4], icon=row[5], tone=row[6]))
    matrix = Matrix()
    matrix.set_table(
        ["9 月下", "10 月上", "10 月下", "11 月上", "11 月下"],
        [
            (
                "办公室",
                [
                    MatrixCell("6 件", "ok"),
                    MatrixCell("4 件", "ok"),
                    MatrixCell("5 件", "ok"),
                    MatrixCell("7 件", "ok"),
                    MatrixCell("3 件", "ok"),
                ],
            ),
            (
                "法规处",
                [
                    MatrixCell("3 件", "ok"),
                    MatrixCell("2 件", "ok"),
                    MatrixCell("零报告", "mute"),
                    MatrixCell("4 件", "ok"),
                    MatrixCell("2 件", "ok"),
                ],
            ),
            (
                "公证处",
                [
                    MatrixCell("2 件", "ok"),
                    MatrixCell("零报告", "mute"),
                    MatrixCell("3 件", "ok"),
                    MatrixCell("未报送", "bad"),
                    MatrixCell("未到期"),
                ],
            ),
            (
                "公共法律服务处",
                [
                    MatrixCell("4 件", "ok"),
                    MatrixCell("5 件", "ok"),
                    MatrixCell("3 件", "ok"),
                    MatrixCell("4 件", "ok"),
                    MatrixCell("待接收", "accent"),
                ],
            ),
        ],
    )
    sent = Card("报送情况", "", "全部 21 个处室", padding=16)
    sent.add(matrix)
    sent.add(Note("公证处 11 月上批未报送，已超期 7 个工作日", "triangle-alert", "badtext", role="chip"))
    receipts = Card("最近回执", "", "全部", padding=16, spacing=2)
    receipts.add(FactLine("省档案馆", "三季度 128 件，纸电相符", "11-19 16:20", icon="circle-check", tone="ok"))
    receipts.add(FactLine("法规处 018 批", "退回 1 件：缺附件 2", "11-18 17:41", icon="corner-up-left", tone="bad"))
    receipts.add(
        FactLine(
            "公证处 010 批", "接收 3 件，回执还没有取走", "待取走", icon="hourglass", tone="warn", fact_tone="warn"
        )
    )
    scroll = ScrollColumn()
    scroll.add(columns((numbers, 3), (charts, 2)))
    scroll.add(strip)
    scroll.add(columns((todo, 3), (stacked(sent, receipts), 2)))
    header = PageHeader("待办", "2026年11月20日 星期五")
    header.add_verb(Button("登记信息", "primary", icon="plus", hint="Ctrl+N"))
    return page(header, scroll)


def days() -> list[Day]:
    """Fourteen working days."""
    warn = "warn"
    return [
        Day("late", "已超期", "1 项", (Due("答复", True, "bad"),), "late"),
        Day("1", "11-20", "今天", (Due("发布", True, warn), Due("审查", False, warn)), "today"),
        Day("2", "11-23", "周一", (Due("发布", True, warn), Due("报送", False, warn)), week=True),
        Day("3", "11-24", "周二", (Due("发布", True, warn), Due("审查", False, warn))),
        Day(
            "4",
            "11-25",
            "周三",
            (Due("发布", True, warn), Due("发布", True, warn), Due("报送", False, warn), Due("接收", False, warn)),
        ),
        Day("5", "11-26", "周四", (Due("审查", False),)),
        Day("6", "11-27", "周五", (Due("发布", True), Due("报送", False))),
        Day(
            "7",
            "11-30",
            "周一",
            (
                Due("送交", True),
                Due("发布", True),
                Due("发布", True),
                Due("报送", False),
                Due("报送", False),
                Due("审查", False),
            ),
            week=True,
        ),
        Day("8", "12-01", "周二", (Due("审查", False),)),
        Day("9", "12-02", "周三"),
        Day("10", "12-03", "周四", (Due("答复", True),)),
        Day("11", "12-04", "周五", (Due("发布", True), Due("发布", True))),
        Day("12", "12-07", "周一", (Due("发布", True),), week=True),
        Day("13", "12-08", "周二"),
    ]


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


def delivery_page() -> QWidget:
    """Delivery and receipt: rail, checks, equation, error, difference."""
    rail = Card(padding=20)
    rail.add(
        Stepper(
            [
                Step("汇集", ("128 件",), "done"),
                Step("核对", ("9 项，1 项已说明",), "done"),
                Step("制包", ("第 2 套没有写成",), "failed"),
                Step("打印", ("4 种材料，已印 2 种",)),
                Step("交接", ("2 馆，已交接 1 馆",)),
                Step("回执", ("2 馆，已回执 1 馆",)),
            ],
            "rail",
            name="送交步骤",
        )
    )
    strip = Card(padding=16)
    strip.add(
        FactStrip(
            "可以接收",
            "其中 1 件须退回",
            [
                CheckedFact("签名", "有效，SM2"),
                CheckedFact("内容摘要", "46 / 46 相符"),
                CheckedFact("密级标志", "没有发现"),
                CheckedFact("审查签字", "11 / 12 有效", "warn"),
            ],
            tone="warn",
        )
    )
    checks = Card("核对", "11-18 08:52，用时 41 秒", "重新核对")
    for words, count, tone, detail, link in (
        ("保密审查有效，签的是现在这一版", "128 / 128", "ok", "", ""),
        ("附件与清单一致", "213 / 213", "ok", "", ""),
        ("PDF 能打开，页数相符", "341 / 341", "ok", "2,906 页", ""),
        ("网页与签字版本一致", "126 / 128", "warn", "", "2 件已说明"),
    ):
        checks.add(CheckLine(words, count, tone, detail=detail, link=link))
    counts = Card("纸质与电子件数")
    counts.add(Equation(("128", "纸质，每件 2 份"), ("128", "电子，PDF/A")))
    bars = BarRows(name="类别")
    bars.set_rows(
        [("规范性文件", 6), ("公告", 31), ("通知", 44), ("行政许可决定", 29)],
        [("6", "6", "0"), ("31", "31", "0"), ("44", "44", "0"), ("29", "29", "0")],
    )
    counts.add(bars)
    library = Card("省图书馆", "第 2 套，U 盘 ZW-07")
    library.set_tone("bad")
    library.add(
        ErrorPanel(
            "U 盘空间不够，还差 212 MB",
            "已写的部分已清除，U 盘上没有半成品。",
            [Button("换 U 盘再写", "primary", small=True), Button("分成 2 张盘", small=True)],
        )
    )
    library.add(FactLine("载体封面", "2 张，含摘要值和二维码", button=Button("打印", small=True)))
    answers = LedgerTable(
        (
            Column("kind", "类别", 90),
            Column("title", "标题", 200, "title"),
            Column("signs", "审查签字", 120),
            Column("do", "处理", 120),
        ),
        name="来件",
        checks=False,
        footer=False,
    )
    answers.set_rows(
        [
            Row(
                1,
                (
                    ChipCell("变更"),
                    "关于公布第四季度准予律师执业人员名单的公告",
                    "4 / 4 有效",
                    MenuCell("接受", "", "check"),
                ),
            ),
            Row(
                2,
                (
                    ChipCell("冲突"),
                    "律师执业年度考核结果备案工作指引",
                    "4 / 4 有效",
                    MenuCell("请选择", "warn", "circle-alert", needed=True),
                ),
            ),
            Row(
                3,
                (
                    ChipCell("新增"),
                    "关于注销王某某等 12 人律师执业证书的决定",
                    NoteCell("签字后改动", "bad", "triangle-alert"),
                    MenuCell("退回", "bad", "corner-up-left"),
                ),
            ),
        ]
    )
    answers.setFixedHeight(170)
    difference = Card("关于公布 2026 年第四季度准予律师执业人员名单的公告")
    difference.add(
        Difference(
            ("本机，第 2 版", "11-18 接收"),
            ("来件，第 3 版", "11-19 修改，王晓彤"),
            [
                FieldChange("成文日期", "2026-10-26", "2026-10-27"),
                FieldChange(
                    "内容概述",
                    "公布第四季度准予执业的141名律师名单，领证时间为11 月 20 日起。",
                    "公布第四季度准予执业的143名律师名单，领证时间为11 月 25 日起，逾期可补领。",
                ),
                FieldChange("附件", "", "附件2 领证须知.pdf，2 页"),
                *(FieldChange(f"相同 {n}", "甲", "甲") for n in range(14)),
            ],
        )
    )
    totals = Totals()
    totals.set_totals([("接受", 9, "ok"), ("退回", 1, "bad"), ("跳过重复", 1, ""), ("未选", 1, "warn")])
    bottom = BottomBar()
    bottom.add_left(totals)
    bottom.add_verb(Button("退回整批", "warning", icon="corner-up-left"))
    bottom.add_verb(Button("接收并生成回执", "primary", hint="Ctrl+Return")).block("还有 1 件冲突没有选择")
    scroll = ScrollColumn()
    scroll.add(rail)
    scroll.add(strip)
    scroll.add(columns((stacked(checks, counts), 1), (stacked(library, difference, answers), 1)))
    header = PageHeader(
        "2026 年第三季度", "截止 11-30，季末后 60 日，遇周日顺延，剩余 6 个工作日", path="送交归档", chip="没有写成"
    )
    header.add_verb(Button("件数表", icon="table-2"))
    header.add_verb(Button("登记回执", "primary", icon="mail-check"))
    return page(header, scroll, bottom)


def empty_page() -> QWidget:
    """An empty list."""
    empty = EmptyState(
        "这一期没有要报送的信息",
        "没有信息也要报送，点一次零报告即可。",
        [Button("零报告", "primary", icon="send"), Button("登记信息", icon="plus")],
        ("有 2 件草稿还没有提交审查", "去看看"),
    )
    tabs = Tabs([("send", "待报送", 0), ("wait", "待回执", 1), ("done", "已回执", 21)], margin=24)
    return page(PageHeader("报送", "11 月下，截止 11-30，剩余 6 个工作日"), stacked_fill(tabs, empty))


def guide_page() -> QWidget:
    """The first-run guide."""
    rail = Ground("nav", lines="r")
    rail.setFixedWidth(296)
    left = QVBoxLayout(rail)
    left.setContentsMargins(32, 40, 24, 32)
    left.addWidget(
        Stepper(
            [
                Step("单位", ("省司法厅",), "done"),
                Step("这台电脑用在哪里", (), "current"),
                Step("数据放在哪里"),
                Step("人员和口令"),
                Step("导入现有台账", ("可以以后再做",)),
                Step("完成"),
            ],
            "vertical",
            name="首次设置",
        )
    )
    left.addStretch(1)
    scroll = ScrollColumn(width=760, spacing=16, margin=40, top=96)
    scroll.add(Text("这台电脑用在哪里", "guide"))
    scroll.add(Text("决定左侧有哪些功能。以后可由系统管理员更改。", "body", "text2"))
    scroll.add(
        OptionGroup(
            [
                ChoiceCard(
                    "office",
                    "处室端",
                    "notebook-pen",
                    ("登记本处室的信息，填写审查表", "报送给办公室，没有信息时零报告", "查看回执和退回的字段"),
                ),
                ChoiceCard(
                    "centre",
                    "办公室端",
                    "landmark",
                    ("接收各处室的批次，核对，发布", "送交档案馆和图书馆", "依申请公开、公开目录、年报"),
                ),
            ],
            "centre",
            name="这台电脑用在哪里",
            horizontal=True,
        )
    )
    scroll.add(
        OptionGroup(
            [
                OptionRow("open", "没有联网，或政务外网、局域网", "非涉密，可以使用本程序"),
                OptionRow("secret", "涉密内网", "不能在这里使用，应在非涉密电脑上登记公开信息"),
            ],
            "open",
            name="网络",
        )
    )
    scroll.add(
        NumberedSteps(
            [
                ("停止在这台电脑上处理该文件", "不要复制、转发、打印或拍照，也不要自行删除。"),
                ("当面交给保密审查员", "周敏，办公室 412，内线 2265。按本单位保密规定移交。"),
            ]
        )
    )
    scroll.add(CheckBox("放入示例数据，先熟悉一下（可一键清除）", True))
    whole = Ground("canvas")
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(rail)
    row.addWidget(scroll, 1)
    return whole


def show_dialog(window: GalleryWindow) -> ReasonDialog:
    """Open a dialog over the gallery."""
    dialog = ReasonDialog(
        window,
        "修改附件后，2 个签字将作废",
        "关于公布 2026 年第四季度准予律师执业人员名单的公告",
        "作废签字并修改",
        label="修改原因",
        info="写入历史，两位签字人下次打开时可见",
        fact="原签字和第 2 版保留在历史中",
        value="名单补充 2 人",
    )
    box = Card(padding=14)
    box.set_ground("sunken")
    box.add(
        Facts(
            [("承办人", "王晓彤  11-05 同意，作废，需重签"), ("处室负责人", "陈志远  11-06 同意，作废，需重签")],
            name_width=84,
        )
    )
    dialog.body.insertWidget(0, box)
    dialog.show()
    return dialog


def main() -> int:
    """Save every page of the gallery as pictures, or show the window when no file is named."""
    parser = argparse.ArgumentParser(description="组件图样")
    parser.add_argument("out", nargs="?", help="PNG 文件名，每页一张，页名加在后面")
    parser.add_argument("--dark", action="store_true", help="深色")
    parser.add_argument("--scale", default="1", help="屏幕缩放，例如 1.5")
    parser.add_argument("--size", default="中", choices=list(tokens.FONT_SCALES), help="字号")
    parser.add_argument("--page", choices=[key for key, _words, _icon in PAGES], help="只要一页")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = options.scale
    if options.out:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    apply(app, "dark" if options.dark else "light", options.size)
    window = GalleryWindow()
    window.show()
    if not options.out:
        return app.exec()
    stem = options.out.removesuffix(".png")
    for key in [options.page] if options.page else [key for key, _words, _icon in PAGES]:
        window.show_page(key)
        app.processEvents()
        app.processEvents()
        window.grab().save(f"{stem}-{key}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
