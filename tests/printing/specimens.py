"""Invented records for every paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

from desktop.printing.batch_list import BatchListSheet, BatchRow
from desktop.printing.catalogue import CatalogueRow, CatalogueSheet
from desktop.printing.cells import Option
from desktop.printing.fonts import FontSet
from desktop.printing.handover import HandoverSheet
from desktop.printing.keys import FingerprintSheet, RecoveryKeySheet
from desktop.printing.receipt import ReceiptRow, ReceiptSheet
from desktop.printing.review_sheet import Publication, ReviewFormSheet, SignBlock

NOTO_ONLY = FontSet()
"""The bundled fonts alone, so that results are the same on every PC."""


def digest_of(seed: str) -> str:
    """Sixty-four hex digits that differ from seed to seed."""
    return sha256(seed.encode()).hexdigest()


def options(text: str, *ticked: str) -> tuple[Option, ...]:
    """Options from a spaced list."""
    return tuple(Option(label, label in ticked) for label in text.split())


QUESTIONS = (
    "涉及国家秘密", "曾定密、现已解密", "含工作秘密或内部敏感事项", "法律、行政法规禁止公开",
    "危及国家安全", "危及公共安全", "危及经济安全", "影响社会稳定",
    "涉及商业秘密", "涉及个人隐私", "需征求第三方意见", "涉及其他机关（须协商一致）",
    "引用尚未公开的文件", "内部事务、过程、执法案卷", "与已公开信息汇聚后有风险", "文字、数据、名称有差错",
)  # fmt: skip

CARRIERS = "公文类 非公文类"
SOURCES = "本机关制发 联合制发 转载 获取自其他机关 获取自公民、法人"
ATTRIBUTES = "主动公开 依申请公开 不予公开"
CHANNELS = "政府网站 政府公报 政务新媒体 新闻发布会 查阅点 报刊 广播 电视 公开栏 其他"
CONCLUSIONS = "同意公开 区分处理后公开 依申请公开 不予公开 暂缓公开 报有关部门确定"
ROLES = ("承办人", "处室负责人", "保密审查员", "办公室负责人", "分管领导")


def answers(*problems: int) -> tuple[tuple[str, str | None], ...]:
    """All questions answered 否, those numbered (from 1) 是."""
    return tuple((text, "是" if n in problems else "否") for n, text in enumerate(QUESTIONS, 1))


def signed(role: str, opinion: str, name: str, day: int) -> SignBlock:
    """A block agreed to in September 2026."""
    return SignBlock(role, ticked="同意", opinion=opinion, name=name, signed_on=date(2026, 9, day))


def filled_form() -> ReviewFormSheet:
    """A form with four of five signatures."""
    return ReviewFormSheet(
        form_number="保审〔2026〕BGS-0012",
        filled_on=date(2026, 9, 16),
        office="办公室",
        drafter="苏见",
        phone="0591-5550 1204",
        title="临江省司法厅对省政协第十三届四次会议第0318号提案的答复",
        document_number="临司提复〔2026〕18号",
        genre="函",
        signed_on=date(2026, 9, 14),
        pages=6,
        carriers=options(CARRIERS, "公文类"),
        attachments=("附件1\u3000提案办理情况汇总表（2页）", "附件2\u3000委员意见征询表（遮盖副本，1页）"),
        sources=options(SOURCES, "本机关制发"),
        attributes=options(ATTRIBUTES, "主动公开"),
        channels=options(CHANNELS, "政府网站", "查阅点"),
        column="法定主动公开内容／建议提案办理",
        planned_on=date(2026, 9, 28),
        precheck="已检查正文和附件3个文件、9页。密级标志0处；内部字样0处；个人信息2处（手机号1、住址1，均在附件2第1页），"
        "已在副本中遮盖，复检无残留；隐藏工作表1个，已删除；修订痕迹、批注0处。未处理问题：无。",
        checklist=answers(10, 12),
        notes="第10项：附件2含委员手机号、住址，公开遮盖副本，原件留存备查。第12项：涉及省财政厅职责的内容，该厅9月15日书面回复同意公开。",
        conclusions=options(CONCLUSIONS, "区分处理后公开"),
        blocks=(
            signed("承办人", "已逐项核对，附件2以遮盖副本公开。", "苏见", 16),
            signed("处室负责人", "内容属实，同意报送审查。", "程越舟", 16),
            signed(
                "保密审查员", "不涉及国家秘密、工作秘密。个人信息已作去标识化处理，同意区分处理后公开。", "魏知微", 17
            ),
            signed("办公室负责人", "拟同意，请分管领导审定。", "何明川", 18),
            SignBlock("分管领导"),
        ),
        digest=digest_of("form 12"),
        version=2,
    )


def blank_form() -> ReviewFormSheet:
    """The form for ink."""
    return ReviewFormSheet(
        carriers=options(CARRIERS),
        sources=options(SOURCES),
        attributes=options(ATTRIBUTES),
        channels=options(CHANNELS),
        conclusions=options(CONCLUSIONS),
        checklist=tuple((text, None) for text in QUESTIONS),
        blocks=tuple(SignBlock(role) for role in ROLES),
        blank=True,
    )


def longer_chain() -> ReviewFormSheet:
    """Seven signers, a long title and a rare name."""
    return replace(
        filled_form(),
        form_number="保审〔2026〕FGC-0014",
        office="法规处",
        drafter="龚䶮",
        title="临江省司法厅关于印发《临江省行政规范性文件合法性审核和备案审查衔接工作办法（试行）》及其政策解读、办理流程图的通知",
        document_number="临司规〔2026〕3号",
        genre="通知",
        pages=14,
        attachments=("附件1\u3000衔接工作流程图（1页）", "附件2\u3000送审材料清单（2页）"),
        channels=options(CHANNELS, "政府网站", "政府公报", "政务新媒体"),
        precheck="已检查正文和附件3个文件、17页。密级标志0处；“内部”字样1处（正文第6页，为引用条文，已说明）；"
        "个人信息0处；隐藏内容、修订痕迹、批注0处。未处理问题：无。",
        checklist=answers(12),
        notes="第12项：与省人大常委会法工委、省委办公厅法规室工作衔接，9月11日会签一致。",
        conclusions=options(CONCLUSIONS, "同意公开"),
        blocks=(
            signed("承办人", "已逐项核对，解读材料同步报批。", "龚䶮", 16),
            signed("处室负责人", "同意报送审查。", "石亭秋", 16),
            signed("保密审查员", "不涉及国家秘密、工作秘密，同意公开。", "魏知微", 17),
            SignBlock("法制审核"),
            SignBlock("办公室负责人"),
            SignBlock("分管领导"),
            SignBlock("主要领导"),
        ),
        digest=digest_of("form 14"),
    )


LONG_OPINION = (
    "经审查：一、正文和附件1不涉及国家秘密、工作秘密，未引用尚未公开的文件，公开后不会危及国家安全、公共安全、经济安全和社会稳定。"
    "二、附件2《委员意见征询表》载有提案人手机号码1处、家庭住址1处，属个人隐私，与提案办理结果的公众知情没有直接关系；"
    "已按“手机号保留前三后四、住址保留至街道”的规则制作遮盖副本，重新打开并全文复检，未发现残留文字层、隐藏工作表、批注和作者信息。"
    "三、正文第三部分涉及省财政厅牵头的法律援助经费保障事项，属其他机关职责，已于9月15日收到该厅办公室书面回复，同意按现有表述公开；"
    "回复件随本表归档。四、将本件与已公开的第0122号、第0245号提案答复合并比对，未发现可以推知尚未公开的机构编制、执法部署等内容，"
    "不存在汇聚关联风险。五、附件1所列办理时限、承办处室与厅内督办台账一致，数据无误。综上，建议区分处理后公开："
    "正文及附件1全文公开，附件2公开遮盖副本，原件由办公室留存备查。公开后三个工作日内由办公室对网页与本表所附文本进行一致性比对，"
    "发现不一致的立即撤下并报告。"
)


def long_opinion() -> ReviewFormSheet:
    """An opinion that needs a continuation page."""
    form = filled_form()
    blocks = list(form.blocks)
    blocks[2] = signed("保密审查员", LONG_OPINION, "魏知微", 17)
    return replace(form, blocks=tuple(blocks))


def voided_and_published() -> ReviewFormSheet:
    """A voided signature, an ink signature with a long name, a legal basis and a publication record."""
    form = filled_form()
    blocks = list(form.blocks)
    blocks[1] = replace(blocks[1], voided=True)
    blocks[3] = replace(blocks[3], name="阿依古丽·买买提艾力", ink=True)
    return replace(
        form,
        attributes=options(ATTRIBUTES, "不予公开"),
        basis="《中华人民共和国政府信息公开条例》第十五条，公开会对第三方合法权益造成损害，第三方不同意公开",
        blocks=tuple(blocks),
        publication=Publication(
            date(2026, 9, 28), "https://sft.linjiang.gov.cn/art/2026/9/28/art_10023_4418210.html",
            "099900127/2026-00218", "苏见", date(2026, 9, 28),
        ),
    )  # fmt: skip


TITLES = (
    ("关于公布2026年度全省双随机抽查事项清单的通知", "临司办〔2026〕41号"),
    ("2026年国家统一法律职业资格考试客观题考点安排公告", "临司公〔2026〕11号"),
    ("临江省司法厅2026年上半年政务公开工作进展情况", ""),
    ("关于同意设立江畔公证处第二办证点的批复", "临司复〔2026〕27号"),
    ("临江省行政执法证件管理办法实施细则政策解读（图表）", ""),
    ("临江省司法厅行政处罚决定书（临司罚决字〔2026〕9号，遮盖副本）", "临司罚决字〔2026〕9号"),
    ("关于开展律师事务所年度检查考核结果公示的公告", "临司公〔2026〕12号"),
    ("2025年度部门决算公开说明", ""),
    ("关于废止和宣布失效一批行政规范性文件的决定", "临司发〔2026〕30号"),
    ("法律援助案件质量同行评估结果通报", "临司通〔2026〕9号"),
)


def batch_rows(count: int) -> tuple[BatchRow, ...]:
    """Rows of a batch: additions, one correction, one withdrawal."""
    kinds = {4: "更正", 5: "撤回"}
    return tuple(
        BatchRow(
            f"保审〔2026〕LSC-{34 + n:04}", *TITLES[n % 10], kinds.get(n, "新增"), 1 + n % 3, digest_of(f"item {n}")
        )
        for n in range(count)
    )


def batch(count: int = 6) -> BatchListSheet:
    """A batch of `count` items."""
    return BatchListSheet(
        number="报〔2026〕LSC-0017",
        sent_on=date(2026, 9, 18),
        office="律师工作处",
        receiver="厅办公室",
        period="2026年9月14日至9月18日",
        previous="报〔2026〕LSC-0016（已回执）" if count else "",
        rows=batch_rows(count),
        size=23_600_000,
        medium="U盘\u3000编号 BGS-U-07",
        file_name="LSC-2026-0017.zip",
        sm3=digest_of("batch sm3"),
        sha256=digest_of("batch sha"),
    )


def delivery(count: int = 20) -> CatalogueSheet:
    """A delivery of `count` items."""
    return CatalogueSheet(
        number="送交〔2026〕第18批",
        unit="临江省司法厅",
        receiver="临江省档案馆",
        period="2026年9月1日至9月18日",
        rows=tuple(
            CatalogueRow(
                f"099900127/2026-{198 + n:05}", *TITLES[n % 10], "临江省司法厅", date(2026, 9, 1), date(2026, 9, 18),
                "政务公开" if n % 3 else "司法", 3 + n, 2, f"2026-{198 + n:05}.pdf", "PDF", digest_of(f"file {n}"),
                "遮盖副本" if n == 5 else "",
            )
            for n in range(count)
        ),
        handler="苏见",
        phone="0591-5550 1204",
        size=18_400_000,
    )  # fmt: skip


def handed_over() -> HandoverSheet:
    """The handover document of that delivery."""
    return HandoverSheet(
        number="交接〔2026〕第18号",
        unit="临江省司法厅",
        receiver="临江省档案馆",
        batch="2026年第18批；公开期间：2026年9月1日至2026年9月18日。",
        paper="20件，每件2份，共40份",
        electronic="20件，20个文件",
        medium="一次写入光盘1张",
        medium_number="SJ-2026-18-01",
        digest=digest_of("delivery"),
        enclosed="《主动公开政府信息送交目录表》一式四份，每份2页。",
        remark="本批无撤换件。",
    )


def answered() -> ReceiptSheet:
    """A receipt with accepted and returned items and a missing batch."""
    return ReceiptSheet(
        number="回〔2026〕0031",
        issued_on=date(2026, 9, 21),
        centre="厅办公室",
        office="律师工作处",
        batch_number="报〔2026〕LSC-0017",
        received_on=date(2026, 9, 21),
        results=(Option("全部接收"), Option("部分退回", True), Option("整批退回"), Option("重复报送")),
        rows=(
            ReceiptRow("保审〔2026〕LSC-0034", TITLES[0][0], "接收", index_number="099900127/2026-00198"),
            ReceiptRow("保审〔2026〕LSC-0035", TITLES[1][0], "接收", index_number="099900127/2026-00199"),
            ReceiptRow(
                "保审〔2026〕LSC-0036", TITLES[5][0], "退回补正",
                "附件2第3页仍有当事人住址，遮盖后重新报送；文号与正文不一致。", ("文号", "附件"),
            ),
            ReceiptRow("保审〔2026〕LSC-0037", "", "已登记", "不予公开，只登记编号。"),
        ),
        digest=digest_of("batch sm3"),
        gaps=("报〔2026〕LSC-0015",),
        remark="其余各件已进入待发布。",
        receiver="何明川",
    )  # fmt: skip


def recovery() -> RecoveryKeySheet:
    """A recovery key of invented characters."""
    key = "7QF2-M4TX-09KD-RW3H-58VZ-CN6P-GYA1-ES4B-T2JK"
    return RecoveryKeySheet("临江省司法厅", "律师工作处", key, date(2026, 9, 1), "魏知微")


def fingerprint() -> FingerprintSheet:
    """The fingerprint of an office key."""
    return FingerprintSheet(
        "临江省司法厅", "律师工作处", "厅办公室", "SM2（SM3）", digest_of("key")[:32], date(2026, 9, 1), "苏见"
    )
