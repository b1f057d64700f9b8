"""Takes many files in, each as an item of its own: one that cannot be taken stops no other, and each is told of.

What was done before the user cancelled stays done. A folder stands for the files that lie directly in it; folders inside
it are told, not opened. A zip is refused with its remedy like a single one: each document is reviewed by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.rules.findings import Severity
from desktop.rules.roles import Permission
from desktop.screening.names import shown_name
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress
from desktop.services.intake import Intake, read_file, register_data
from desktop.services.twins import Twin, holding
from desktop.trust.digests import sm3

MOST = 1_000
"""Files at once; more is most likely a mistake, a whole disk instead of a folder."""

HEADERS = ("文件", "结果", "编号", "标题", "说明")
_LITTER = ("~$", ".")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


class Outcome(StrEnum):
    """What became of a file."""

    DRAFT = "草稿"
    STOPPED = "停止登记"
    TWIN = "已登记过"
    REFUSED = "没有登记"
    LEFT = "没有处理到"


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file and what became of it.

    `uuid`, `number` and `title` are those of the draft, of the stub, or of the item that holds the same document already.
    `must` and `check` count the findings that wait in a draft; `problem` tells why a file was not taken.
    """

    path: Path
    outcome: Outcome
    uuid: str = ""
    number: str = ""
    title: str = ""
    must: int = 0
    check: int = 0
    problem: UserError | None = None
    taken: Intake | None = None

    @property
    def name(self) -> str:
        """The file's name, safe to be shown."""
        return shown_name(self.path.name)

    @property
    def note(self) -> str:
        """What is to be told of it, in one line."""
        match self.outcome:
            case Outcome.STOPPED:
                return "发现密级标志，文件没有存入本机；停止在这台电脑上处理，当面交给保密审查员"
            case Outcome.TWIN:
                return f"同一份文件已登记为 {self.number}，没有再登记"
            case Outcome.REFUSED if self.problem is not None:
                return f"{self.problem.message}。{self.problem.hint}"
            case Outcome.LEFT:
                return "取消时还没有处理到，要登记的再放入一次"
        waiting = [f"{count} 项{level.value}" for count, level in self._waiting() if count]
        return "、".join(waiting) or "没有发现问题"

    def _waiting(self) -> tuple[tuple[int, Severity], ...]:
        return (self.must, Severity.MUST), (self.check, Severity.CHECK)


def take_in(
    desk: Desk,
    paths: Sequence[Path],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
    *,
    even_twins: bool = False,
) -> tuple[TakenFile, ...]:
    """Register each file as a draft of its own, in their order; raises UserError for more files than `MOST`.

    The very same document as one that is registered already is passed over, unless `even_twins`.
    """
    desk.require(Permission.REGISTER)
    files = list(_unfolded(paths))
    if len(files) > MOST:
        raise UserError(f"放入了 {len(files):,} 个文件，一次最多 {MOST:,} 个", "分成几次放入", "E-MANY")
    told: list[TakenFile] = []
    for number, one in enumerate(files):
        progress(number, len(files))
        if cancelled():
            told += [left if isinstance(left, TakenFile) else TakenFile(left, Outcome.LEFT) for left in files[number:]]
            break
        told.append(one if isinstance(one, TakenFile) else _take(desk, one, even_twins))
    progress(len(told), len(files))
    return tuple(told)


def report_rows(told: Sequence[TakenFile]) -> list[tuple[str, ...]]:
    """What became of the files as a table below `HEADERS`."""
    return [(one.name, one.outcome.value, one.number, one.title, one.note) for one in told]


def save_report(target: Path, told: Sequence[TakenFile]) -> int:
    """Write what became of the files to a spreadsheet; returns how many there were. Raises UserError like any writing."""
    return write_ledger(target, HEADERS, report_rows(told), "登记结果")


def _unfolded(paths: Sequence[Path]) -> Iterator[Path | TakenFile]:
    """The files, those of a folder in the order of their names; a folder in it that is passed over comes as an outcome."""
    for path in paths:
        if not is_folder(path):
            yield path
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda one: one.name)
        except OSError:
            yield _refused(path, UserError("打不开这个文件夹", "核对有没有权限，U 盘有没有拔出", "E-READ"))
            continue
        for one in inside:
            if is_folder(one):
                yield _refused(
                    one, UserError("这是文件夹里的文件夹，没有打开", "要登记里面的文件，把它单独放入一次", "E-FOLDER")
                )
            elif not _is_litter(one.name):
                yield one


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that the system cannot even look at is none, and is told of when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_litter(name: str) -> bool:
    """Whether a file is left behind by a program or the system: locks of open documents, thumbnails."""
    return name.startswith(_LITTER) or name.lower() in _SYSTEM


def _take(desk: Desk, path: Path, even_twins: bool) -> TakenFile:
    try:
        name, data = read_file(path)
        twin = None if even_twins else _twin(desk, data)
        if twin is not None:
            return TakenFile(path, Outcome.TWIN, twin.uuid, twin.number, twin.title)
        taken = register_data(desk, name, data)
    except UserError as problem:
        return _refused(path, problem)
    if taken.stopped:
        return TakenFile(path, Outcome.STOPPED, taken.uuid, taken.form_number, taken=taken)
    counts = {level: sum(one["severity"] == level.value for one in taken.findings) for level in Severity}
    return TakenFile(
        path,
        Outcome.DRAFT,
        taken.uuid,
        taken.form_number,
        taken.title,
        counts[Severity.MUST],
        counts[Severity.CHECK],
        taken=taken,
    )


def _twin(desk: Desk, data: bytes) -> Twin | None:
    found = holding(desk, sm3(data))
    return found[0] if found else None


def _refused(path: Path, problem: UserError) -> TakenFile:
    return TakenFile(path, Outcome.REFUSED, problem=problem)
