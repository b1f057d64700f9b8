"""An item of information: its fields (reference §1.2 head and info, §7 catalogue metadata) and their fixed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.errors import UserError
from desktop.rules.bases import Basis, Referral
from desktop.rules.chains import DEFAULT_FORM, Nature, ReviewForm
from desktop.rules.findings import Resolution


class Attribute(StrEnum):
    """公开属性, decided at the source (条例 13: the default is to disclose)."""

    PROACTIVE = "proactive"
    ON_REQUEST = "on_request"
    WITHHELD = "withheld"


class Ground(StrEnum):
    """Article on which an item is not disclosed proactively (条例 14-16)."""

    STATE_SECRET = "14-1"
    FORBIDDEN_BY_LAW = "14-2"
    SECURITY_STABILITY = "14-3"
    THIRD_PARTY = "15"
    INTERNAL_AFFAIRS = "16-1"
    PROCESS = "16-2"
    ENFORCEMENT_FILE = "16-3"
    OTHER = "other"


class Carrier(StrEnum):
    """载体形式."""

    OFFICIAL = "official"
    OTHER = "other"


class Source(StrEnum):
    """信息来源."""

    OWN = "own"
    JOINT = "joint"
    REPRINT = "reprint"
    OTHER_BODY = "other_body"
    CITIZEN = "citizen"


class Channel(StrEnum):
    """公开方式."""

    WEBSITE = "website"
    GAZETTE = "gazette"
    NEW_MEDIA = "new_media"
    PRESS_CONFERENCE = "press_conference"
    READING_POINT = "reading_point"
    PRESS = "press"
    RADIO = "radio"
    TELEVISION = "television"
    NOTICE_BOARD = "notice_board"
    OTHER = "other"


class Genre(StrEnum):
    """体裁: the fifteen document types and a remainder."""

    RESOLUTION = "决议"
    DECISION = "决定"
    ORDER = "命令"
    COMMUNIQUE = "公报"
    ANNOUNCEMENT = "公告"
    PUBLIC_NOTICE = "通告"
    OPINION = "意见"
    NOTICE = "通知"
    CIRCULAR = "通报"
    REPORT = "报告"
    REQUEST = "请示"
    REPLY = "批复"
    BILL = "议案"
    LETTER = "函"
    MINUTES = "纪要"
    OTHER = "其他"


class TimeLimit(StrEnum):
    """公开时限."""

    LONG = "long"
    PERIODIC = "periodic"
    ANY_TIME = "any_time"
    LIMITED = "limited"


class Validity(StrEnum):
    """有效性."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    NOT_APPLICABLE = "not_applicable"


class Audience(StrEnum):
    """公开对象."""

    PUBLIC = "public"
    SPECIFIC = "specific"


class DocumentRole(StrEnum):
    """What an attached document is to its item."""

    BODY = "body"
    ATTACHMENT = "attachment"


class Answer(StrEnum):
    """Answer to a checklist question; 否 is always the safe one."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


# 主题分类, in the order of the national list (reference §7, M6); the code is the position in it.
THEMES: tuple[str, ...] = (
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
)

QUESTION_COUNT = 16
TITLE_LIMIT = 500
SUMMARY_LIMIT = 100
TYPED_FIELDS = (
    "title",
    "document_number",
    "issuing_body",
    "drafter",
    "reprint_source",
    "reason",
    "column",
    "summary",
    "keywords",
)
"""The fields of one value that a person types freely, in the order in which they are checked."""
ATTACHMENT_LIMIT_BYTES = 200 * 1024 * 1024
BATCH_LIMIT_BYTES = int(3.9 * 1024**3)


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """A document of an item: its name as the user knows it, its digests, its size in bytes.

    `released` says that a reviewer called its classification hit false (decisions: Review and signatures).
    """

    sm3: str
    sha256: str
    size: int
    name: str
    kind: str
    pages: int | None = None
    role: DocumentRole = DocumentRole.ATTACHMENT
    released: bool = False


@dataclass(frozen=True, slots=True)
class ItemContent:
    """All that is reviewed of an item. A change of any part makes a new revision and voids what was signed."""

    title: str = ""
    filled_on: date | None = None
    drafter: str = ""
    phone: str = ""
    signed_on: date | None = None
    carrier: Carrier = Carrier.OFFICIAL
    source: Source = Source.OWN
    document_number: str = ""
    genre: Genre | None = None
    pages: int | None = None
    issuing_body: str = ""
    reprint_source: str = ""
    reprint_url: str = ""
    reprinted_on: date | None = None
    attribute: Attribute = Attribute.PROACTIVE
    ground: Ground | None = None
    reason: str = ""
    channels: tuple[Channel, ...] = (Channel.WEBSITE,)
    column: str = ""
    planned_on: date | None = None
    summary: str = ""
    theme: str = ""
    keywords: str = ""
    catalogue_row: str = ""
    responsible_office: str = ""
    time_limit: TimeLimit = TimeLimit.LONG
    audience: Audience = Audience.PUBLIC
    validity: Validity = Validity.NOT_APPLICABLE
    repealed_on: date | None = None
    next_review_on: date | None = None
    attachments: tuple[AttachedDocument, ...] = ()
    answers: tuple[Answer | None, ...] = (None,) * QUESTION_COUNT
    notes: tuple[str, ...] = ("",) * QUESTION_COUNT
    resolutions: tuple[Resolution, ...] = ()
    bases: tuple[Basis, ...] = ()
    referrals: tuple[Referral, ...] = ()
    natures: tuple[Nature, ...] = ()
    form: ReviewForm = DEFAULT_FORM

    def __post_init__(self) -> None:
        """Refuse a checklist that is not the form's, and what belongs to no question of it: UserError (E-FIELD)."""
        if len(self.answers) != QUESTION_COUNT or len(self.notes) != QUESTION_COUNT:
            raise UserError(f"审查事项不是 {QUESTION_COUNT} 项", "可能由别的版本写成，请升级程序后再读", "E-FIELD")
        asked = [*(one.question for one in self.bases), *(one.question for one in self.referrals)]
        if any(not 0 <= one < QUESTION_COUNT for one in asked):
            raise UserError(
                f"依据或者报送所指的审查事项不在 {QUESTION_COUNT} 项以内",
                "可能由别的版本写成，请升级程序后再读",
                "E-FIELD",
            )

    @property
    def body(self) -> AttachedDocument | None:
        """The main document, when one was given."""
        return next((one for one in self.attachments if one.role is DocumentRole.BODY), None)
