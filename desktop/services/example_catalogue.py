"""The invented catalogue of the example office, and the row that each of its documents belongs to."""

from __future__ import annotations

from pathlib import Path

from desktop.formats.catalogue_files import write_catalogue
from desktop.rules.catalogue import CatalogueEntry
from desktop.rules.catalogue_words import read_time_limit
from desktop.rules.items import Attribute, Audience, Channel, TimeLimit
from desktop.services import catalogue_import
from desktop.services.desk import Desk

_WEB, _BOARD = (Channel.WEBSITE,), (Channel.WEBSITE, Channel.NOTICE_BOARD)
_MEDIA = (Channel.WEBSITE, Channel.NEW_MEDIA)
_TWENTY = "自信息形成或者变更之日起 20 个工作日内"
_ORDINANCE = "《政府信息公开条例》第二十条"
_LAWYERS = "《律师法》第五十二条"

_ROWS: tuple[tuple[str, str, str, str, str, str, tuple[Channel, ...]], ...] = (
    ("机构信息", "机构职能", "机构设置、职责、办公地址、办公时间、联系方式", _ORDINANCE, "长期", "办公室", _WEB),
    ("机构信息", "领导信息", "领导姓名、职务、分工", _ORDINANCE, "长期", "办公室", _WEB),
    ("规划计划", "工作要点", "年度工作要点和落实情况", _ORDINANCE, "每年", "办公室", _WEB),
    ("法规文件", "规范性文件", "规范性文件文本、有效性、清理结果", _ORDINANCE, _TWENTY, "法治调研处", _WEB),
    (
        "法规文件",
        "政策解读",
        "规范性文件和重要政策的解读",
        _ORDINANCE,
        "文件公开之日起 3 个工作日内",
        "起草处室",
        _MEDIA,
    ),
    ("财政信息", "部门预算决算", "部门预算、决算和“三公”经费", "《预算法》第十四条", "每年", "装备财务处", _WEB),
    ("行政许可", "律师执业许可", "许可条件、程序、结果", _LAWYERS, "决定作出之日起 7 个工作日内", "律师工作处", _BOARD),
    ("行政许可", "司法鉴定登记", "登记条件、程序、名册", "《司法鉴定管理决定》", "随时", "司法鉴定管理处", _WEB),
    ("行政处罚", "处罚决定", "处罚依据、程序、结果", _ORDINANCE, "决定作出之日起 7 个工作日内", "法治督察处", _WEB),
    ("律师管理", "律师事务所检查", "检查通知、检查结果", _LAWYERS, _TWENTY, "律师工作处", _WEB),
    ("律师管理", "年度检查考核", "考核标准、考核结果", _LAWYERS, "每年", "律师工作处", _BOARD),
    ("律师管理", "行业诚信信息", "表彰、处罚、投诉处理情况", _LAWYERS, "每季度", "律师工作处", _WEB),
    ("公证管理", "公证机构和收费", "公证机构名录、收费标准", "《公证法》", "长期", "公证工作处", _BOARD),
    ("公共法律服务", "服务窗口和热线", "窗口地址、服务规范、热线", _ORDINANCE, "长期", "公共法律服务管理处", _BOARD),
    (
        "公共法律服务",
        "法律援助经费",
        "经费来源、支出项目和受援人数",
        "《法律援助法》",
        "每季度",
        "公共法律服务管理处",
        _WEB,
    ),
    ("公共法律服务", "村居法律顾问", "工作情况", _ORDINANCE, "每半年", "律师工作处", _MEDIA),
    ("普法宣传", "法治宣传活动", "活动通知和情况", _ORDINANCE, "及时", "普法与依法治理处", _MEDIA),
    ("行政复议", "案件和案卷", "案件数量、案卷评查", "《行政复议法》", "每年", "行政复议处", _WEB),
    (
        "人事信息",
        "招考录用",
        "招考公告、录用结果",
        "《公务员法》",
        "限时，公示期不少于 5 个工作日",
        "人事警务处",
        _BOARD,
    ),
    ("执法案卷", "当事人查询", "当事人查询本人案卷", _ORDINANCE, "收到申请之日起 20 个工作日内", "法治督察处", _WEB),
)
_ON_REQUEST = {"020"}

ENTRIES = tuple(
    CatalogueEntry(
        f"{number:03d}",
        first,
        second,
        content,
        basis,
        limit,
        read_time_limit(limit) or TimeLimit.LONG,
        responsible,
        channels,
        Audience.SPECIFIC if f"{number:03d}" in _ON_REQUEST else Audience.PUBLIC,
        Attribute.ON_REQUEST if f"{number:03d}" in _ON_REQUEST else Attribute.PROACTIVE,
        "省级",
    )
    for number, (first, second, content, basis, limit, responsible, channels) in enumerate(_ROWS, 1)
)
ROW_OF: dict[str, str] = {
    "关于开展律师事务所规范化建设检查的通知": "010",
    "关于公布律师事务所年度检查考核结果的公告": "011",
    "关于印发公共法律服务窗口工作规范的通知": "014",
    "关于律师执业许可办理情况的通报": "007",
    "关于做好法律援助经费使用公开工作的通知": "015",
    "关于律师行业诚信信息公示办法的解读": "005",
    "关于调整律师执业考核标准的通知": "011",
    "关于公证机构收费标准的公告": "013",
    "关于举办法治宣传月活动的通知": "017",
    "关于村居法律顾问工作情况的报告": "016",
    "关于投诉律师事项处理情况的通报": "012",
}
"""The code of the row for each document that has been filled in; the others still wait for one."""


def take_in_catalogue(desk: Desk, folder: Path) -> None:
    """Take the invented catalogue in as this year's, through a workbook as an office would."""
    year = desk.today().year
    path = folder / f"主动公开基本目录（{year} 年）.xlsx"
    write_catalogue(path, ENTRIES)
    catalogue_import.take_in(desk, catalogue_import.preview(desk, path), year)
