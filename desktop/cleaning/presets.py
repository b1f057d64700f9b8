"""How each kind of hit is masked: the presets of reference §9; every mask keeps the length, star for character."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

Hide = Callable[[str], list[int]]
"""Gives the places in a raw hit that are hidden; spaces and signs between the letters are never among them."""


@dataclass(frozen=True, slots=True)
class Preset:
    """One way of masking, with the words that a person chooses it by."""

    key: str
    words: str
    hide: Hide

    def shown(self, raw: str, star: str = "*") -> str:
        """A raw hit as it reads once masked."""
        hidden = set(self.hide(raw))
        return "".join(star if place in hidden else letter for place, letter in enumerate(raw))


def _letters(raw: str) -> list[int]:
    return [place for place, letter in enumerate(raw) if letter.isalnum()]


def _all(raw: str) -> list[int]:
    return _letters(raw)


def _keep(head: int, tail: int) -> Hide:
    """Keep the first `head` and the last `tail` letters, and always hide at least a third."""

    def hide(raw: str) -> list[int]:
        letters = _letters(raw)
        if 3 * (head + tail) > 2 * len(letters):
            return letters[min(head, len(letters) // 2) :]
        return letters[head : len(letters) - tail]

    return hide


def _mobile(raw: str) -> list[int]:
    """Keep three and four digits, and the code of the country before them."""
    letters = _letters(raw)
    return letters[-8:-4] if len(letters) >= 11 else letters


def _landline(raw: str) -> list[int]:
    return _letters(raw)[-4:]


def _mailbox(raw: str) -> list[int]:
    """Keep the first letter and the provider."""
    end = next((place for place, letter in enumerate(raw) if letter in "@＠"), len(raw))
    name = [place for place in range(end) if not raw[place].isspace()]
    return name[1:] or name


_TOWNSHIP = re.compile(r"^.*?(?:[\u4e00-\u9fff]{2,}?(?:街道|[乡镇])(?!村|路|街|委))", re.DOTALL)
_COUNTY = re.compile(r"^.*(?:自治县|[县区旗市])", re.DOTALL)


def _township(raw: str) -> list[int]:
    """Keep an address as far as its township or sub-district, else its county; hide all of it when it names neither."""
    told = _TOWNSHIP.match(raw) or _COUNTY.match(raw)
    end = told.end() if told else 0
    hidden = [place for place in _letters(raw) if place >= end]
    return hidden or _letters(raw)


def _host(raw: str) -> list[int]:
    """Keep the first number of an address, hide the others; a shared folder is hidden whole."""
    if raw.startswith("\\"):
        return _letters(raw)
    dot = next((place for place, letter in enumerate(raw) if letter in ".．"), 0)
    return [place for place in _letters(raw) if place > dot]


_WHOLE = Preset("all", "全部遮盖", _all)

PRESETS: dict[str, tuple[Preset, ...]] = {
    "personal.mobile": (Preset("3-4", "保留前 3 位、后 4 位", _mobile), _WHOLE),
    "personal.landline": (Preset("last-4", "遮盖后 4 位", _landline), _WHOLE),
    "personal.identity-card": (
        Preset("2-3", "保留前 2 位、后 3 位", _keep(2, 3)),
        Preset("6-4", "保留前 6 位、后 4 位", _keep(6, 4)),
        _WHOLE,
    ),
    "personal.identity-card-15": (
        Preset("2-3", "保留前 2 位、后 3 位", _keep(2, 3)),
        Preset("6-4", "保留前 6 位、后 4 位", _keep(6, 4)),
        _WHOLE,
    ),
    "personal.bank-card": (Preset("0-4", "保留后 4 位", _keep(0, 4)), _WHOLE),
    "personal.passport": (Preset("1-2", "保留首位、后 2 位", _keep(1, 2)), _WHOLE),
    "personal.permit": (Preset("1-2", "保留首位、后 2 位", _keep(1, 2)), _WHOLE),
    "personal.plate": (Preset("2-1", "保留前 2 位、末位", _keep(2, 1)), _WHOLE),
    "personal.email": (Preset("1-host", "保留首字母和域名", _mailbox), _WHOLE),
    "personal.home-address": (Preset("town", "保留到乡镇、街道", _township), _WHOLE),
    "network.intranet-address": (Preset("net", "保留首段", _host), _WHOLE),
}
"""The rules whose hits can be masked, each with its presets; the first is the one to offer."""

NAMES: dict[str, str] = {
    "personal.mobile": "手机号码",
    "personal.landline": "固定电话",
    "personal.identity-card": "身份证号",
    "personal.identity-card-15": "身份证号（15 位）",
    "personal.bank-card": "银行账号",
    "personal.passport": "护照号码",
    "personal.permit": "通行证号码",
    "personal.plate": "车辆号牌",
    "personal.email": "电子邮箱",
    "personal.home-address": "住址",
    "network.intranet-address": "内部网络地址",
    "personal.minor": "未成年人情况",
    "personal.illness": "病情",
    "classification.mark": "密级标志",
    "classification.level": "密级字样",
}
"""What is masked, in one word for lists and papers."""

_TAIL = re.compile(
    r"(?:[ \n、,，-]{0,2}(?:[A-Za-z0-9]{1,5}|[一二三四五六七八九十甲乙丙丁东西南北]{1,3}) ?"
    r"(?:号楼|号院|号|弄|组|栋|幢|单元|室|楼|层|户|座|门|社|队|巷|区)){1,8}(?:\d{1,5}(?!\d))?|[ -]?\d{1,5}(?![\d年月日.%])"
)


def whole_hit(rule: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch that belongs to a hit: an address goes on past the first number of a house to that of the room."""
    if rule == "personal.home-address":
        while more := _TAIL.match(text, end):
            end = more.end()
    return start, end


def preset_of(rule: str, key: str) -> Preset | None:
    """The preset of a rule by its key, None when there is none."""
    return next((one for one in PRESETS.get(rule, ()) if one.key == key), None)


def name_of(rule: str) -> str:
    """What a rule finds, in a few words."""
    kind, _, word = rule.partition(".")
    return NAMES.get(rule) or (f"“{word}”字样" if kind == "word" else "列入词表的词")


def mask_words(rule: str, key: str) -> str:
    """How hits of a rule are masked, in words for its reader; empty for what an older or newer program chose."""
    preset = preset_of(rule, key)
    return preset.words if preset else ""


def why_not(rule: str) -> str:
    """Why hits of a rule cannot be masked by the program; empty when they can, or when every copy leaves them out."""
    kind = rule.partition(".")[0]
    if rule in PRESETS or kind == "hidden":
        return ""
    if kind == "classification":
        return "密级标志不能遮盖，由保密审查员核定"
    if kind == "personal":
        return "个人情况要按文意改写，改好原文件后重新放入"
    return "字样要由人判断，改好原文件后重新放入，或者写明理由保留"
