"""Why a package is refused: a stable code, the file concerned, and words that say what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from desktop.errors import PackageRefused

_COPY_AGAIN = "重新拷贝后再试；仍不行的，请对方重新写出。"
_WRITE_AGAIN = "不要解压、改名或重新压缩，请对方重新写出。"
_REMEDIES = {
    "E-ZIP": _COPY_AGAIN,
    "E-HASH": _COPY_AGAIN,
    "E-NAME": _WRITE_AGAIN,
    "E-KIND": _WRITE_AGAIN,
    "E-BOMB": "不要打开，交安全保密管理员处理。",
    "E-LIMIT": "请对方分批写出。",
    "E-SET": _WRITE_AGAIN,
    "E-FORMAT": "核对所选的文件；没有选错的，请对方重新写出。",
    "E-VERSION": "升级本程序后再读。",
    "E-FIELD": "请对方重新写出。",
    "E-SIG": "不要接收，与对方当面核对，并告知安全保密管理员。",
    "E-KEY": "核对公钥指纹；密钥已更换的，先办理公钥登记。",
    "E-ALG": "请对方改用 SM2-SM3 重新签名后再报。",
    "E-DIGEST": "请对方改用 SM3、SHA-256 或 SHA-512 重新写出，或者用能计算这种摘要的工具核验。",
    "E-FETCH": "先按 fetch.txt 把文件取齐，再核验。",
    "E-READ": "检查 U 盘是否插好、文件是否还在，然后重试。",
    "E-UNREVIEWED": "退回重新审查后再报送。",
    "E-SIGNOFF": "整批退回处室，重新签字后再报送。",
    "E-WITHHELD": "请处室重新组包。",
    "E-OWNER": "请处室核对后重新组包。",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: a stable code, the file inside the package ("" for the whole), what it is."""

    code: str
    file: str
    words: str


class Refused(PackageRefused):
    """A package refused, with every problem found at the stage that failed; the first gives the code."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        named = f"（{visible(first.file)}）" if first.file else ""
        more = f"，另有 {len(problems) - 1} 处" if len(problems) > 1 else ""
        super().__init__(f"{first.words}{named}{more}", _REMEDIES[first.code], first.code)
        self.problems = tuple(problems)


def refused(code: str, words: str, file: str = "") -> Refused:
    """Return the refusal for a single problem."""
    return Refused([Problem(code, file, words)])


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Add what a check refuses to `problems` and go on with the next check."""
    try:
        yield
    except Refused as refusal:
        problems += refusal.problems


def remedy(code: str) -> str:
    """Return what to do about a problem with this code."""
    return _REMEDIES.get(code, _REMEDIES["E-FIELD"])


def visible(text: str, limit: int = 80) -> str:
    """Return `text` with everything that does not print shown as its code point, and shortened."""
    shown = "".join(c if c.isprintable() and not 0xD800 <= ord(c) < 0xE000 else f"<U+{ord(c):04X}>" for c in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
