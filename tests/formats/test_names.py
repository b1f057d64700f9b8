"""Names that come out are safe everywhere, whatever went in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.formats.names import folder_name_problem, package_name_problem, safe_name, twins


@given(st.text(max_size=120), st.integers(24, 64))
def test_a_safe_name_is_always_safe_and_fits(text: str, limit: int) -> None:
    safe = safe_name(text, limit=limit)
    assert folder_name_problem(safe) is None
    assert len(safe.encode("utf-16-le")) // 2 <= limit


@given(st.lists(st.text(max_size=6), max_size=12))
def test_safe_names_are_never_twins(texts: list[str]) -> None:
    names: list[str] = []
    for text in texts:
        names.append(safe_name(text, names))
    assert twins(names) == []


def test_an_ordinary_name_stays_and_a_long_one_keeps_its_ending() -> None:
    assert safe_name("关于法治宣传的通知.pdf") == "关于法治宣传的通知.pdf"
    assert safe_name("长" * 100 + ".docx") == "长" * 59 + ".docx"


def test_our_own_names_are_good() -> None:
    for name in ("batch.json", "data/att/" + "ab" * 32, "data/items/a-b.1.json", "manifest-sm3.txt"):
        assert package_name_problem(name) is None
