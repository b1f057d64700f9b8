"""A ledger with its detail pane."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.chips import FilterChip
from desktop.views.components.deadlines import (
    DeadlineBox,
    DeadlineMeter,
)
from desktop.views.components.detail_pane import DetailPane
from desktop.views.components.empty import EmptyState
from desktop.views.components.facts import Facts, History
from desktop.views.components.files import FileLine, FileList
from desktop.views.components.floating import BulkBar, Toast
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.page_header import PageHeader
from desktop.views.components.search_field import SearchField
from desktop.views.components.stepper import Stepper
from desktop.views.components.tabs import Tabs
from desktop.views.gallery.controls import chain_steps
from desktop.views.gallery.frames import columns, line, page, stacked_fill
from desktop.views.table_models import ChipCell, Column, DateCell, Row, TitleCell

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
