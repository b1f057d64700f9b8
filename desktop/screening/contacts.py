"""Ways to reach a person: telephones, e-mail, home address; and addresses of an internal network.

What is not seen: numbers in pictures or written out in words, fixed lines without area code where no word for telephone
stands before them, numbers of other countries, addresses without a label for home or a flat number, host names without
an address, accounts of messengers. An office's number is told from a person's only by the office's own list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from desktop.screening.columns import cells_under
from desktop.screening.masks import keep, plain
from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(?:1[3-9]\d{9}|1[3-9]\d[ -]\d{4}[ -]\d{4}|1 [3-9](?: \d){9})"
    r"(?![0-9A-Za-z]|\.\d| ?(?:元|万|亿|吨|平方|字节))"
)
_BROKEN_MOBILE = re.compile(
    r"(?:电话|手机|联系|号码|[Tt]el).{0,12}?(?<!\d)(1 {0,2}\n? {0,2}[3-9](?: {0,2}\n? {0,2}\d){9})(?!\d)", re.DOTALL
)
_PLAIN_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_G = r"(?: ?\n ?| )?"
_AREA = r"0(?:10|2\d|[3-9]\d\d)"
_SUBSCRIBER = rf"[2-8](?:{_G}\d){{6,7}}"
# With a dash, a bracket or a space the area code is certain; without, the word for telephone must stand before.
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.-])(?:86-)?(?:[(（]{_AREA}[)）] ?|{_AREA} ?-{_G}|{_AREA} )-?{_SUBSCRIBER}(?![0-9A-Za-z]|\.\d)"
)
_CALLED_LANDLINE = re.compile(
    rf"(?:电 ?话|座 ?机|传 ?真|热 ?线|[Tt]el)[^\d\n\t]{{0,6}}{_G}((?:{_AREA})?{_SUBSCRIBER})(?![0-9A-Za-z]|[.-]\d)"
)
_PHONE_HEADER = re.compile(r"电 ?话|座 ?机|传 ?真|联系方式")
_PHONE_CELL = re.compile(rf"(?:{_AREA})?[2-8]\d{{6,7}}")

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?\n?[@＠]\n? ?"
    r"[A-Za-z0-9-]{1,63}(?:[.．][A-Za-z0-9-]{1,63}){1,4}"
)
_OFFICE_MAIL = re.compile(r"[.．]gov[.．]cn$", re.I)

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_DOT = r"[.．]"
_INTRANET = re.compile(
    rf"(?<![\d.．A-Za-z])(?:10(?:{_DOT}{_OCTET}){{3}}|192{_DOT}168(?:{_DOT}{_OCTET}){{2}}"
    rf"|172{_DOT}(?:1[6-9]|2\d|3[01])(?:{_DOT}{_OCTET}){{2}})(?![\d]|{_DOT}\d)(?::\d{{2,5}})?"
    r"|(?<![\\\w])\\\\[A-Za-z0-9][A-Za-z0-9._-]{0,62}\\[^\s\\，。；]{1,64}"
)
_INTRANET_SIGNS = ("10.", "172.", "192.", "10．", "172．", "192．", "\\\\")
_NETWORK = re.compile(r"(?:IP|ip|Ip|地址|服务器|主机|网关|网段|掩码|端口|//|登录|访问|系统)[^\n]{0,12}$")
_SECTION = re.compile(r"(?:第|见|按|附录|条款|版本|[Vv]er\.?)[ \t]{0,2}$")
_AFTER_SECTION = re.compile(r"[ \t]?[\u4e00-\u9fff]")

_ADDRESS_LABEL = (
    r"(?:家 ?庭 ?(?:住 ?址|地 ?址)|户 ?籍(?:所在地|地址|地)?|户口所在地|现 ?住 ?[址地]|居住地(?:址)?|常住地(?:址)?|经常居住地"
    r"|住 {0,4}址|家 ?住|现住|暂住)"
)
_DETAIL = (
    r"(?:\d{1,5} ?-? ?\d{0,4} ?(?:号|弄|组|栋|幢|单元|室)|[一二三四五六七八九十]{1,3}(?:组|社|队)"
    r"|(?:小区|花园|公寓|新村|家园|嘉园|苑)|村(?![民委级务镇庄两规])(?!.{0,4}(?:委员会|居委会)))"
)
_REGION = r"(?:省|市|自治州|自治区|[县区旗镇乡]|街道|社区|[路街巷]|大道)"
_PLACE = rf"[\u4e00-\u9fff]{{2,8}}{_REGION}[\u4e00-\u9fff\d \n-]{{0,40}}?{_DETAIL}"
_HOME = re.compile(rf"{_ADDRESS_LABEL}(?:信息)?[ \t]?[:为是在于]?[ \t]?\n?({_PLACE})")
# Offices have no stairwells: a unit and a room name a dwelling without any label.
_DWELLING = re.compile(
    r"\d{1,4} ?(?:号楼|号院|栋|幢|号)[\u4e00-\u9fff ]{0,6}\d{1,2} ?单元 ?\d{1,2}(?:层)?\d{0,4} ?[室号户]?"
)
_HOME_HEADER = re.compile(_ADDRESS_LABEL)
_MASKED = "★★"
"""What folding makes of the stars in an address that was cut off at its township."""
_HOME_CELL = re.compile(rf"(?s).{{0,12}}{_REGION}.{{0,40}}|{_PLACE}.{{0,30}}")


def mobiles(text: str) -> Iterator[Hit]:
    """Yield mobile numbers."""
    whole = [Hit(*match.span()) for match in _MOBILE.finditer(text)]
    seen = {hit.end for hit in whole}
    broken = (Hit(*match.span(1)) for match in _BROKEN_MOBILE.finditer(text) if match.end(1) not in seen)
    yield from sorted([*whole, *broken], key=lambda hit: hit.start)


def landlines(text: str) -> Iterator[Hit]:
    """Yield fixed-line numbers: written with their area code, or after the word for telephone or under it."""
    spans = {match.span() for match in _LANDLINE.finditer(text)}
    taken = {end for _, end in spans}
    spans |= {match.span(1) for match in _CALLED_LANDLINE.finditer(text) if match.end(1) not in taken}
    taken = {end for _, end in spans}
    cells = (span for span in cells_under(text, _PHONE_HEADER) if span[1] not in taken)
    spans |= {span for span in cells if _PHONE_CELL.fullmatch(text, *span)}
    return (Hit(*span) for span in sorted(spans))


def _emails(text: str) -> Iterator[Hit]:
    """Yield mailboxes, those of the government's own domain left out: they are public by office."""
    for match in _EMAIL.finditer(text) if "@" in text or "＠" in text else ():
        if not _OFFICE_MAIL.search(match[0]):
            yield Hit(*match.span())


def _intranet(text: str) -> Iterator[Hit]:
    for match in _INTRANET.finditer(text) if any(sign in text for sign in _INTRANET_SIGNS) else ():
        before = text[max(0, match.start() - 24) : match.start()]
        if _NETWORK.search(before) or not _is_section(text, match, before):
            yield Hit(*match.span())


def _is_section(text: str, match: re.Match[str], before: str) -> bool:
    """Tell a numbered heading such as `10.1.2.3 总则` from an address: it opens a line, or is referred to."""
    if not match[0].startswith("10") or ":" in match[0]:
        return False
    opens = not before.rpartition("\n")[2].strip()
    return bool(_SECTION.search(before)) or (opens and bool(_AFTER_SECTION.match(text, match.end())))


def _homes(text: str) -> Iterator[Hit]:
    spans = {match.span(1) for match in _HOME.finditer(text)}
    spans |= {span for span in cells_under(text, _HOME_HEADER) if _HOME_CELL.fullmatch(text, *span)}
    dwellings = _DWELLING.finditer(text) if "单元" in text else ()
    spans |= {match.span() for match in dwellings if not _within(match.span(), spans)}
    return (Hit(*span) for span in sorted(spans) if _MASKED not in text[slice(*span)])


def _within(span: tuple[int, int], others: set[tuple[int, int]]) -> bool:
    return any(start <= span[1] and span[0] <= end for start, end in others)


def _mask_email(raw: str) -> str:
    name, _, domain = raw.replace("＠", "@").partition("@")
    return f"{name[0]}****@{domain.strip()}"


def _mask_host(raw: str) -> str:
    return keep(2, 0)(raw) if raw.startswith("\\") else raw.replace("．", ".").partition(".")[0] + ".*.*.*"


def _mask_phone(raw: str) -> str:
    number = plain(raw)
    return keep(len(number) - 8, 2)(raw) if len(number) > 8 else keep(1, 2)(raw)


MOBILE = Rule("personal.mobile", Severity.MUST, "含手机号码，确认是否为办公电话，否则须去标识化", mobiles, keep(3, 4))
LANDLINE = Rule(
    "personal.landline", Severity.CHECK, "含固定电话号码，确认是否为办公电话，否则须去标识化", landlines, _mask_phone
)
CONTACT_RULES = (
    MOBILE,
    LANDLINE,
    Rule("personal.email", Severity.MUST, "含电子邮箱，确认是否为个人邮箱，是则须去标识化", _emails, _mask_email),
    Rule("personal.home-address", Severity.MUST, "含住址或户籍地址，公开前须去标识化", _homes, keep(2, 0)),
    Rule("network.intranet-address", Severity.MUST, "含内部网络地址，公开前须删除", _intranet, _mask_host),
)


def is_mobile(number: str) -> bool:
    """Whether a telephone number, however it is written, is a mobile number and not the beginning of numbers."""
    return bool(_PLAIN_MOBILE.fullmatch(plain(number).removeprefix("86"))) and not number.endswith("*")


def without_office_phones(rule: Rule, office_phones: Collection[str]) -> Rule:
    """The same rule, silent about the office's own numbers.

    An entry is a number with or without its area code, or the beginning of numbers before a star: 0531-8292*.
    """
    whole = tuple(number for entry in office_phones if not entry.endswith("*") and len(number := plain(entry)) >= 7)
    heads = tuple(head for entry in office_phones if entry.endswith("*") and len(head := plain(entry)) >= 4)

    def find(text: str) -> Iterator[Hit]:
        for hit in rule.find(text):
            number = plain(text[hit.start : hit.end]).removeprefix("86")
            if not (number.endswith(whole) or number.startswith(heads)):
                yield hit

    return Rule(rule.id, rule.severity, rule.message, find, rule.mask)
