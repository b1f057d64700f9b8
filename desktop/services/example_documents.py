"""The invented documents of the example office, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto


class Fate(Enum):
    """How far an item of the example has come."""

    PUBLISHED = auto()
    TO_PUBLISH = auto()
    RETURNED_BY_CENTRE = auto()
    AWAITING_RECEIPT = auto()
    TO_SUBMIT = auto()
    WITHHELD = auto()
    IN_REVIEW = auto()
    AT_REVIEWER = auto()
    RETURNED_BY_REVIEWER = auto()
    DRAFT = auto()
    NEW = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Invented:
    """One document: title, number, the days since it was signed and since it was registered, and its paragraphs."""

    title: str
    number: int
    signed: int
    registered: int
    fate: Fate
    paragraphs: tuple[str, ...]
    mark: str = ""


DOCUMENTS = (
    Invented(
        "关于开展律师事务所规范化建设检查的通知",
        31,
        45,
        44,
        Fate.PUBLISHED,
        (
            "为加强律师事务所规范化建设，现就有关事项通知如下。",
            "一、检查范围。全省依法设立满一年的律师事务所。",
            "二、检查方式。采取自查、市级检查、省级抽查相结合的方式进行。",
        ),
    ),
    Invented(
        "关于公布律师事务所年度检查考核结果的公告",
        33,
        42,
        41,
        Fate.PUBLISHED,
        (
            "全省参加年度检查考核的律师事务所 412 家，考核结果为合格的 405 家。",
            "考核结果可以在办事大厅查阅。",
        ),
    ),
    Invented(
        "关于印发公共法律服务窗口工作规范的通知",
        36,
        38,
        37,
        Fate.TO_PUBLISH,
        (
            "现将《公共法律服务窗口工作规范》印发，请结合实际执行。",
            "窗口工作日应当有一名以上律师值班。",
        ),
    ),
    Invented(
        "关于律师执业许可办理情况的通报",
        37,
        36,
        35,
        Fate.RETURNED_BY_CENTRE,
        ("本季度办理律师执业许可 126 件，全部在法定时限内办结。",),
    ),
    Invented(
        "关于做好法律援助经费使用公开工作的通知",
        41,
        18,
        17,
        Fate.AWAITING_RECEIPT,
        (
            "各市司法局应当每季度公开法律援助经费使用情况。",
            "公开内容包括经费来源、支出项目和受援人数。",
        ),
    ),
    Invented(
        "关于律师行业诚信信息公示办法的解读",
        42,
        16,
        15,
        Fate.AWAITING_RECEIPT,
        ("办法明确了公示的范围、期限和异议处理程序。",),
    ),
    Invented(
        "关于调整律师执业考核标准的通知",
        44,
        9,
        8,
        Fate.TO_SUBMIT,
        ("自明年起，律师执业考核增加公益法律服务时长一项。",),
    ),
    Invented(
        "关于公证机构收费标准的公告",
        45,
        8,
        7,
        Fate.TO_SUBMIT,
        ("公证服务收费按照省发展和改革部门公布的标准执行。",),
    ),
    Invented(
        "关于处内人员分工调整的通知",
        46,
        7,
        7,
        Fate.WITHHELD,
        ("经研究，对处内人员分工作如下调整。",),
    ),
    Invented(
        "关于举办法治宣传月活动的通知",
        47,
        6,
        6,
        Fate.IN_REVIEW,
        ("定于下月举办法治宣传月活动，现将有关事项通知如下。",),
    ),
    Invented(
        "关于村居法律顾问工作情况的报告",
        48,
        6,
        5,
        Fate.AT_REVIEWER,
        ("全省村居法律顾问实现全覆盖，全年解答咨询 8 万余人次。", "工作联系电话：13800000000。"),
    ),
    Invented(
        "关于投诉律师事项处理情况的通报",
        49,
        5,
        4,
        Fate.RETURNED_BY_REVIEWER,
        ("本季度受理投诉 37 件，办结 35 件。",),
    ),
    Invented(
        "关于司法鉴定机构名册编制工作的通知",
        50,
        3,
        2,
        Fate.DRAFT,
        ("请各市司法局于本月底前报送司法鉴定机构基本情况。",),
    ),
    Invented(
        "关于开展行政复议案卷评查的通知",
        29,
        48,
        1,
        Fate.NEW,
        ("案卷评查采取抽查方式，每市抽取十份案卷。",),
    ),
    Invented(
        "关于某专项工作的请示",
        51,
        2,
        1,
        Fate.STOPPED,
        ("本件为示例，用来说明带有密级标志的文件会被停止登记。",),
        mark="机密★1年",
    ),
)


def file_name(one: Invented) -> str:
    """The name under which the document lies before it is registered."""
    return f"{one.title}.txt"


def words_of(one: Invented, signed_on: date) -> str:
    """The text of the document as an office would write it."""
    day = f"{signed_on.year}年{signed_on.month}月{signed_on.day}日"
    lines = (
        *((one.mark,) if one.mark else ()),
        f"临江省司法厅{one.title}",
        f"临司〔{signed_on.year}〕{one.number}号",
        "",
        "各市司法局：",
        *one.paragraphs,
        "",
        "临江省司法厅",
        day,
    )
    return "\n".join(lines) + "\n"
