"""Proposals: the fields of varied official documents, and nothing where the text says nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from desktop.rules.items import Genre
from desktop.screening.guesses import Confidence
from desktop.screening.intake import examine
from desktop.screening.proposals import Proposals
from tests.screening.files import docx, pdf, xlsx


@dataclass(frozen=True)
class Expected:
    """What a reader would write into the form."""

    title: str | None
    genre: Genre | None = None
    number: str | None = None
    body: str | None = None
    signed: date | None = None
    issued: date | None = None
    source: str | None = None


def proposed(text: str) -> Proposals:
    return examine("a.txt", text.encode()).proposals


def seen(proposals: Proposals) -> Expected:
    values = [
        field.value if field else None
        for field in (
            proposals.title,
            proposals.genre,
            proposals.document_number,
            proposals.issuing_body,
            proposals.signed_on,
            proposals.issued_on,
            proposals.reprint_source,
        )
    ]
    return Expected(*values)  # type: ignore[arg-type]


NOTICE = """云岭省司法厅文件

云司〔2018〕88号

云岭省司法厅
关于印发《基层法律服务工作方案》的
通知

各市司法局，厅机关各处室：

为做好基层法律服务工作，根据《云岭省人民政府关于加强服务的意见》（云政发〔2016〕8号）要求，现将方案印发给你们，请认真执行。

附件：基层法律服务工作方案

云岭省司法厅
二〇一八年十一月二十一日

（此件主动公开）
云岭省司法厅办公室　　　　　2018年11月23日印发
"""

PLAIN_NOTICE = """关于开展消防安全检查的通知
各科室、各直属单位：
定于2026年3月1日至15日开展消防安全检查，请提前自查。检查依据临消发〔2025〕3号文件进行。
临川县应急管理局
2026年2月20日
"""

WEB_PAGE = """首页 > 政务公开 > 通知公告
关于公布2025年度考核结果的公告
发布时间：2026-01-15 09:30  来源：本站  浏览次数：302次
【字体：大 中 小】 打印 关闭
经审核，现将2025年度考核结果予以公布，公布期自2026年1月15日起。
临川县民政局
2026年1月14日
分享到：微信 微博
上一篇：关于放假的通知
主办单位：临川县民政局 滇ICP备00000000号
"""

INFO_TABLE = """索 引 号：01423672-7/2026-00008\t主题分类：公安、安全、司法
发文机关：临川县司法局\t成文日期：2026年04月02日
标    题：关于做好人民调解工作的意见
发文字号：临司发〔2026〕12号\t发布日期：2026年04月09日
关于做好人民调解工作的意见
为做好人民调解工作，提出以下意见。
一、总体要求
坚持依法调解。
"""

ORDER = """云岭省人民政府令
第２１号
《云岭省档案管理办法》已经2025年12月3日省政府第30次常务会议通过，现予公布，自2026年2月1日起施行。
省长 甲某某
2025年12月10日
"""

REPLY = """临川县人民政府
关于同意设立青石社区的批复
临政复〔2026〕5号
青石镇人民政府：
你镇《关于设立青石社区的请示》（青政〔2025〕41号）收悉。经研究，同意设立青石社区。
临川县人民政府
2026年5月6日
"""

LETTER = """关于协助提供统计数据的函
临统函﹝2026﹞7号
"""

JOINT = """关于规范公证收费的通知
云司发[2026]9号
各市司法局、发展改革委：
为规范公证收费，现就有关事项通知如下：
一、收费项目应当公示。
云岭省司法厅
云岭省发展和改革委员会
2026年6月30日
"""

REPORT = """临川县司法局2025年法治政府建设年度报告
2025年，临川县司法局认真履行职责，全年办理法律援助案件120件。现将情况报告如下。
一、主要工作
全年培训12次，参加人员400人次。
"""

PLAN = """2026年普法工作要点
一、总体要求
以宪法宣传为重点，统筹推进普法工作，提升公民法治素养。
二、重点任务
开展宪法宣传周活动。
"""

SPLIT_OBJECT = """关于印发临川县社区矫正工作实施方案
的通知
临司发〔2026〕20号
各司法所：
现将实施方案印发给你们，请遵照执行。
临川县司法局
2026年7月1日
"""

REPRINT = """关于进一步优化公共服务的意见
来源：云岭日报   发布时间：2026-03-02
原文链接：https://example.org/art/2026/3/2.html
为进一步优化公共服务，提出如下意见。
各地要结合实际抓好落实。
"""

MINUTES = """临川县司法局局长办公会议纪要
（2026年第3号）
2026年3月5日上午，甲某某主持召开局长办公会议，研究法律援助工作。纪要如下：
一、会议同意增设服务窗口。
"""

DECISION = """关于废止部分规范性文件的决定
经清理，决定废止下列规范性文件：
关于律师管理的通知
临司〔2010〕3号
关于公证管理的通知
临司〔2011〕4号
临司〔2012〕5号
"""

ONLY_CITES = """根据国务院办公厅2019年5月3日印发的国办发〔2019〕20号文件精神，各单位应当在2026年12月31日前完成整改。
整改情况将纳入年度考核。
"""

COVER_THEN_ATTACHMENT = """关于转发人民调解经验材料的通知
各司法所：
现将材料转发给你们，请学习借鉴。
临川县司法局
2026年8月3日
附件
青石镇人民调解经验材料
青石镇坚持就地化解纠纷。
青石镇人民政府
2026年7月20日
"""

SHORT = [
    (
        "临川县自然资源局公告\n2026年第7号\n关于征收土地的公告\n根据法律规定，现将征收事项公告如下。\n临川县自然资源局\n2026年6月6日",
        Expected("关于征收土地的公告", Genre.ANNOUNCEMENT, "2026年第7号", "临川县自然资源局", date(2026, 6, 6)),
    ),
    (
        "临川县司法局关于购车的请示\n临司请〔2026〕3号　　签发人：甲某\n县人民政府：\n拟购置一辆。\n临川县司法局\n2026年5月1日",
        Expected("临川县司法局关于购车的请示", Genre.REQUEST, "临司请〔2026〕3号", "临川县司法局", date(2026, 5, 1)),
    ),
    (
        "我局举办政府开放日活动\n2026-05-20 10:11 来源：云岭法治网\n5月18日，我局举办活动，邀请市民参加。\n【打印】",
        Expected("我局举办政府开放日活动", source="云岭法治网"),
    ),
    (
        "附件2\n2026年行政执法事项清单\n一、行政许可\n律师执业许可，法定时限20日。",
        Expected("2026年行政执法事项清单", Genre.OTHER),
    ),
    (
        "2026年临川县司法局部门预算公开说明\n目录\n一、主要职能\n贯彻执行法律法规。",
        Expected("2026年临川县司法局部门预算公开说明", Genre.OTHER, None, "临川县司法局"),
    ),
    ("春天来了", Expected(None)),
]

OFFICIAL = [
    *SHORT,
    (
        NOTICE,
        Expected(
            "云岭省司法厅关于印发《基层法律服务工作方案》的通知",
            Genre.NOTICE,
            "云司〔2018〕88号",
            "云岭省司法厅",
            date(2018, 11, 21),
            date(2018, 11, 23),
        ),
    ),
    (PLAIN_NOTICE, Expected("关于开展消防安全检查的通知", Genre.NOTICE, None, "临川县应急管理局", date(2026, 2, 20))),
    (WEB_PAGE, Expected("关于公布2025年度考核结果的公告", Genre.ANNOUNCEMENT, None, "临川县民政局", date(2026, 1, 14))),
    (
        INFO_TABLE,
        Expected("关于做好人民调解工作的意见", Genre.OPINION, "临司发〔2026〕12号", "临川县司法局", date(2026, 4, 2)),
    ),
    (ORDER, Expected("云岭省人民政府令", Genre.ORDER, "第21号", "云岭省人民政府", date(2025, 12, 10))),
    (
        REPLY,
        Expected(
            "临川县人民政府关于同意设立青石社区的批复",
            Genre.REPLY,
            "临政复〔2026〕5号",
            "临川县人民政府",
            date(2026, 5, 6),
        ),
    ),
    (LETTER, Expected("关于协助提供统计数据的函", Genre.LETTER, "临统函〔2026〕7号")),
    (
        JOINT,
        Expected(
            "关于规范公证收费的通知",
            Genre.NOTICE,
            "云司发〔2026〕9号",
            "云岭省司法厅、云岭省发展和改革委员会",
            date(2026, 6, 30),
        ),
    ),
    (REPORT, Expected("临川县司法局2025年法治政府建设年度报告", Genre.REPORT, None, "临川县司法局")),
    (PLAN, Expected("2026年普法工作要点", Genre.OTHER)),
    (
        SPLIT_OBJECT,
        Expected(
            "关于印发临川县社区矫正工作实施方案的通知",
            Genre.NOTICE,
            "临司发〔2026〕20号",
            "临川县司法局",
            date(2026, 7, 1),
        ),
    ),
    (REPRINT, Expected("关于进一步优化公共服务的意见", Genre.OPINION, source="云岭日报")),
    (MINUTES, Expected("临川县司法局局长办公会议纪要", Genre.MINUTES, "2026年第3号", "临川县司法局")),
    (DECISION, Expected("关于废止部分规范性文件的决定", Genre.DECISION)),
    (ONLY_CITES, Expected(None)),
    (
        COVER_THEN_ATTACHMENT,
        Expected("关于转发人民调解经验材料的通知", Genre.NOTICE, None, "临川县司法局", date(2026, 8, 3)),
    ),
]


@pytest.mark.parametrize(("text", "expected"), OFFICIAL, ids=[str(expected.title) for _, expected in OFFICIAL])
def test_fields_of_official_documents(text: str, expected: Expected) -> None:
    assert seen(proposed(text)) == expected


def test_each_value_leads_back_to_its_words() -> None:
    examined = examine("a.txt", NOTICE.encode())
    number = examined.proposals.document_number
    assert number is not None
    assert (number.place, number.confidence) == ("正文第 3 行", Confidence.HIGH)
    assert examined.document.parts[number.part].text[number.offset :].startswith(number.value)


def test_fields_do_not_depend_on_the_file_format() -> None:
    lines = [line.strip() for line in NOTICE.split("\n") if line.strip()]
    expected = dict(OFFICIAL)[NOTICE]
    assert seen(examine("a.docx", docx(*lines)).proposals) == expected
    assert seen(examine("a.pdf", pdf(tuple(lines))).proposals) == expected


def test_a_table_names_itself_in_its_first_row() -> None:
    rows: list[list[object]] = [["2026年临川县公证机构名录一览表"], ["序号", "名称"], [1, "青石公证处"]]
    title = examine("a.xlsx", xlsx({"名录": rows})).proposals.title
    assert title is not None
    assert (title.value, title.place) == ("2026年临川县公证机构名录一览表", "工作表“名录”第 1 行")
    assert examine("b.xlsx", xlsx({"名录": rows[1:]})).proposals.title is None


def test_summary_is_whole_sentences_of_at_most_a_hundred_characters() -> None:
    summary = proposed(PLAIN_NOTICE).summary
    assert summary is not None
    assert summary.value == "定于2026年3月1日至15日开展消防安全检查，请提前自查。检查依据临消发〔2025〕3号文件进行。"
    long = proposed("关于学习的通知\n各科室：\n" + "组织学习有关制度，做好记录，" * 20 + "及时报送。").summary
    assert long is not None
    assert len(long.value) <= 100
    assert long.value.endswith("记录…")


def test_summary_leaves_out_headings_debris_and_salutations() -> None:
    plan, page, notice = proposed(PLAN).summary, proposed(WEB_PAGE).summary, proposed(NOTICE).summary
    assert plan is not None
    assert page is not None
    assert notice is not None
    assert plan.value.startswith("以宪法宣传为重点")
    assert page.value.startswith("经审核")
    assert notice.value.startswith("为做好基层")


def test_reprint_keeps_its_address() -> None:
    address = proposed(REPRINT).reprint_url
    assert address is not None
    assert address.value == "https://example.org/art/2026/3/2.html"
    assert proposed(WEB_PAGE.replace("来源：本站", "来源：临川县民政局")).reprint_source is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("二〇二六年十一月二十一日", date(2026, 11, 21)),
        ("二○二六年十月十日", date(2026, 10, 10)),
        ("二零二六年一月三十一日", date(2026, 1, 31)),
        ("２０２６年１月５日", date(2026, 1, 5)),
        ("2026 年 12 月 5 日", date(2026, 12, 5)),
        ("2026年2月30日", None),
        ("2026年13月1日", None),
    ],
)
def test_dates_as_they_are_written(written: str, expected: date | None) -> None:
    signed = proposed(f"关于放假的通知\n各科室：\n现将放假安排通知如下。\n临川县司法局\n{written}").signed_on
    assert (signed.value if signed else None) == expected


SAMPLES = Path(os.environ.get("DISCLOSURE_SAMPLES", "samples"))
REAL = [
    (
        "shandong-civil-defence-2016-plan.txt",
        Expected(
            "山东省人民防空办公室关于印发《政务公开工作实施方案》的通知",
            Genre.NOTICE,
            None,
            "山东省人民防空办公室",
            date(2016, 3, 8),
        ),
    ),
    (
        "shandong-justice-2017-plan.txt",
        Expected("山东省司法厅政务公开工作实施方案2017", Genre.OTHER, None, "山东省司法厅"),
    ),
    (
        "ningxia-justice-2009-report.txt",
        Expected("自治区司法厅2009年政务公开工作报告", Genre.REPORT, None, "自治区司法厅"),
    ),
]


@pytest.mark.parametrize(("name", "expected"), REAL)
def test_published_documents_when_at_hand(name: str, expected: Expected) -> None:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("the published documents are not part of the project")
    examined = examine(name, path.read_bytes())
    assert seen(examined.proposals) == expected
    assert not examined.blocked


def test_a_summary_never_quotes_personal_data() -> None:
    said = "联系人赵立群，电话13800138000，有关材料于本月底前报送。"
    text = f"临江省司法厅关于报送材料的通知\n\n各市司法局：\n{said}\n\n临江省司法厅\n2026年11月18日\n"
    assert examine("通知.txt", text.encode()).proposals.summary is None
    plain = text.replace("，电话13800138000", "")
    assert examine("通知.txt", plain.encode()).proposals.summary is not None
