"""Words and steps that the screens of the exchange share: sizes, digests, limits, progress in KB, papers to save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.services import papers
from desktop.services.desk import Desk
from desktop.views.jobs import Progress
from desktop.views.table_models import DateCell
from desktop.views.workbench import Workbench

KILOBYTE = 1024
SOON_WORKING_DAYS = 3


def size_words(size: int) -> str:
    """A size in bytes as a reader takes it in: 86 KB, 1.8 MB, 1.84 GB."""
    if size < KILOBYTE**2:
        return f"{max(1, round(size / KILOBYTE)):,} KB"
    if size < KILOBYTE**3:
        return f"{size / KILOBYTE**2:.1f} MB"
    return f"{size / KILOBYTE**3:.2f} GB"


def bare_count(words: str) -> str:
    """What a batch holds as it stands under 件数: a number where there is nothing but items."""
    number = words.removesuffix(" 件")
    return number if number.replace(",", "").isdigit() else words


def digest_groups(digest: str) -> str:
    """A digest as the papers print it: capitals in groups of four, so that two people can compare it aloud."""
    return " ".join(digest[n : n + 4].upper() for n in range(0, len(digest), 4))


def in_kilobytes(progress: Progress) -> Progress:
    """Progress told in bytes, passed on in KB."""

    def tell(done: int, total: int) -> None:
        progress(done // KILOBYTE, max(1, total // KILOBYTE))

    return tell


def short_day(day: date, today: date) -> str:
    """A date on the screen: 11-24, with its year when it is another."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def due_cell(desk: Desk, due: date | None) -> DateCell:
    """A limit with the working days left; today and the last three days are amber, a passed one is red."""
    if due is None:
        return DateCell("")
    today = desk.today()
    left = desk.calendar.working_days_between(today, due)
    day = short_day(due, today)
    if due < today:
        return DateCell(day, f"超期 {max(1, -left)} 个工作日", "bad")
    if due == today:
        return DateCell(day, "今天到期", "warn")
    return DateCell(day, f"剩余 {left} 个工作日", "warn" if left <= SOON_WORKING_DAYS else "")


def save_paper(bench: Workbench, owner: QWidget, name: str, make: Callable[[], bytes]) -> None:
    """Ask where a paper shall be saved, make it off the GUI thread, save it and open it for printing."""
    target = bench.ask_target(owner, "保存后打印", name, "PDF 文件 (*.pdf)")
    if target is None:
        return
    chosen = target

    def work() -> str:
        with papers.noting_missing() as missing:
            pdf = make()
        papers.save_pdf(chosen, pdf)
        return papers.missing_words(missing)

    def saved(words: str) -> None:
        tell_missing(bench, words)
        bench.show_file(chosen)

    bench.read(owner, work, saved)


def tell_missing(bench: Workbench, words: str) -> None:
    """Say what must be written onto a paper by hand; nothing when the words are empty."""
    if words:
        bench.tell("有字印不出来", words)
