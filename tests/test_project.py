"""What holds for the project as a whole: its words, its sizes, its versions and its promises."""

from __future__ import annotations

import ast
import gc
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import desktop
from desktop import faultpoints

ROOT = Path(desktop.__file__).parents[1]
NOT_OURS = re.compile(r"(\..*(?<!^\.ci)(?<!^\.gitignore)|__pycache__|build|dist|demo-output|.*\.egg-info)$", re.ASCII)
"""Names, at any depth, of what git ignores: caches, environments, outputs."""

LONG_FILES: dict[str, str] = {
    "tests/views/test_components.py": "a short test or two for each of some forty components",
}
"""Every Python file of more than 400 lines, with the reason why it is one file."""

MACHINE_PATH = re.compile(r"(?<![\w.\-])/(?:work|root|home|tmp|Users)/|[A-Z]:\\Users\\")
REGISTRY = re.compile(
    r"python[h]osted|pypi\.org|registry\.npm|npm(?:js|mirror)\.|mirrors?\.[a-z]+\.(?:edu|com|org|cn)|"
    r"[-]-(?:extra-)?index-url [^n]|[-]-find-links"
)
WORKPLACE = re.compile(r"\b(?:clau[d]e|anth[r]opic|open[a]i|cop[i]lot|chatg[p]t)\b", re.IGNORECASE)
HEX_COLOUR = re.compile(r"""["'#(\s:]#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![\w])""")


def our_files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file of the project, without what git ignores."""
    for path in sorted(folder.iterdir()):
        if NOT_OURS.fullmatch(path.name):
            continue
        if path.is_dir():
            yield from our_files(path)
        else:
            yield path


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every text file of the project."""
    for path in our_files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # fonts, pictures, frozen databases


def modules() -> Iterator[tuple[str, str]]:
    """Name and source of every Python file of the project."""
    return ((name, text) for name, text in texts() if name.endswith(".py"))


def lines_with(pattern: re.Pattern[str], files: Iterator[tuple[str, str]]) -> list[str]:
    """`file:line: what` for each place where the pattern is found."""
    return [
        f"{name}:{number}: {found.group()}"
        for name, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


def test_the_walk_sees_the_project() -> None:
    seen = {name for name, _ in texts()}
    assert {"pyproject.toml", ".ci/run", ".gitignore", "desktop/errors.py", "requirements.lock"} <= seen
    assert not [name for name in seen if name.startswith((".venv", ".git/"))]


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, source in modules() if not ast.get_docstring(ast.parse(source))]
    assert silent == []


def test_colours_stand_in_the_tokens_alone() -> None:
    program = ((name, text) for name, text in modules() if name.startswith("desktop/"))
    elsewhere = [
        place
        for place in lines_with(HEX_COLOUR, program)
        if not place.startswith(("desktop/views/look/tokens.py:", "desktop/printing/"))
    ]
    assert elsewhere == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY, WORKPLACE], ids=["path", "registry", "workplace"])
def test_nothing_speaks_of_one_machine(pattern: re.Pattern[str]) -> None:
    assert lines_with(pattern, texts()) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATH, "open('/" + "home/wang/desk.db')"),
        (MACHINE_PATH, "C:" + "\\Users\\wang"),
        (REGISTRY, "https://files.python" + "hosted.org/packages"),
        (REGISTRY, "-" + "-index-url https://example.invalid"),
        (HEX_COLOUR, 'colour = "' + '#1a2b3c"'),
        (HEX_COLOUR, "border: 1px solid " + "#fff;"),
    ],
)
def test_the_patterns_find_what_they_forbid(pattern: re.Pattern[str], line: str) -> None:
    assert lines_with(pattern, iter([("file", line)]))


def test_long_files_have_a_reason() -> None:
    long = {name for name, source in modules() if source.count("\n") > 400}
    assert long == set(LONG_FILES)


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]" or headings[0].startswith(f"[{desktop.__version__}]")
    for heading in headings:
        assert re.fullmatch(r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading), heading
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    versions = [heading for heading in headings if heading != "[Unreleased]"]
    assert versions == sorted(versions, key=version_in, reverse=True)


def version_in(heading: str) -> tuple[int, ...]:
    """The version in a heading of the changelog, comparable."""
    return tuple(int(part) for part in heading[1 : heading.index("]")].split("."))


def test_the_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == desktop.__version__


def test_the_lock_holds_every_requirement_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9\-]+)==\S+(?: ; [^\\\n]+)? \\\n    --hash=sha256:", lock, re.MULTILINE)
    names = {re.split(r"[<>=!;\[ ]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names - set(pinned) == set()
    assert len(pinned) == len(re.findall(r"^\S+==", lock, re.MULTILINE))


def test_every_fault_point_is_known() -> None:
    points = [
        call.args[0]
        for name, source in modules()
        if name.startswith("desktop/")
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and called_name(call) == "reached"
    ]
    named = {point.value for point in points if isinstance(point, ast.Constant)}
    assert len(points) == len([point for point in points if isinstance(point, ast.Constant)])
    assert set(faultpoints.KNOWN) == named
    assert list(faultpoints.KNOWN) == sorted(faultpoints.KNOWN)


def called_name(call: ast.Call) -> str:
    """The last part of the name that is called: `reached` for `faultpoints.reached(...)` too."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def references_lost(action: Callable[[], object], times: int) -> int:
    """How many references to None disappear while `action` is done so many times."""
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(times):
        action()
    return before - sys.getrefcount(None)


def test_qt_calls_that_return_nothing_leave_none_alone(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 drops one reference to None at each such call, until the process dies."""
    label = QLabel()
    qtbot.addWidget(label)
    assert references_lost(lambda: label.setText("目录"), times=3000) < 300
