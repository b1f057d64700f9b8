"""What holds for every paper: fonts embedded, the same bytes each time, nothing off the page or on top of each other."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.printing.review_form import review_form
from tests.printing import specimens
from tests.printing.all_papers import PAPERS, paper
from tests.printing.reading import Glyph, glyphs, page_texts

EACH = pytest.mark.parametrize("name", sorted(PAPERS))


@EACH
def test_the_metadata_name_the_form_and_nothing_of_its_content(name: str) -> None:
    data = paper(name)
    assert b"Helvetica" not in data
    assert "保审".encode("utf-16-be").hex().upper().encode() not in data
    assert "临江".encode("utf-16-be").hex().upper().encode() not in data
    assert "临江".encode() not in data


@EACH
def test_pages_are_numbered(name: str) -> None:
    texts = page_texts(paper(name))
    if name == "reminders":
        first, *others = texts
        assert ("律师工作处" in first, "第1页共1页" in first) == (True, True)
        texts = others  # each office's slip is numbered by itself
    assert len(texts) > 1 or name != "reminders"
    for number, text in enumerate(texts, 1):
        assert f"第{number}页共{len(texts)}页" in text


@EACH
def test_no_character_leaves_the_page_or_covers_another(name: str) -> None:
    landscape = name.startswith(("catalogue", "landscape"))
    width, height = (297, 210) if landscape else (210, 297)
    for page in range(len(page_texts(paper(name)))):
        inked = glyphs(paper(name), page)
        for one in inked:
            assert 14 < one.x0 < one.x1 < width - 14, one
            assert 10 < one.y0 < one.y1 < height - 5, one
        assert not [pair for pair in overlapping(inked) if covered(*pair) > 0.2]


def overlapping(inked: list[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """Pairs of characters whose ink boxes meet."""
    ordered = sorted(inked, key=lambda one: one.y0)
    pairs = []
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.y0 >= one.y1:
                break
            if one.x0 < other.x1 and other.x0 < one.x1:
                pairs.append((one, other))
    return pairs


def covered(one: Glyph, other: Glyph) -> float:
    """Which part of the smaller box the two have in common."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min((g.x1 - g.x0) * (g.y1 - g.y0) for g in (one, other))
    return width * height / smaller if smaller > 0.01 else 0.0


def test_another_process_with_other_hash_seeds_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, sys\n"
        "from tests.printing.all_papers import PAPERS, paper\n"
        "sys.stdout.write(hashlib.sha256(b''.join(paper(name) for name in sorted(PAPERS))).hexdigest())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == hashlib.sha256(b"".join(paper(name) for name in sorted(PAPERS))).hexdigest()


def test_papers_may_be_printed_from_several_threads() -> None:
    record = specimens.filled_form()
    with ThreadPoolExecutor(3) as pool:
        for result in pool.map(lambda _: review_form(record, specimens.NOTO_ONLY), range(6)):
            assert result == paper("review-filled")
