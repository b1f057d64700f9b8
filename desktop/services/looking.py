"""One progress over the whole look at a package: its bytes read, its sign-offs verified, its documents screened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop.formats.package import Package
from desktop.services.desk import CancelCheck, Progress, stop_if

PARTS = 10
"""Reading is one part of so many: reading the text of documents takes many times as long as reading their bytes."""

SIGN_OFF = 4 * 1024
"""What verifying a sign-off counts beside the bytes of the documents."""

ITEM = 1024
"""What setting an item beside the store counts."""

DOCUMENT = 16 * 1024
"""What a document counts however small it is."""


class Look:
    """Moves the progress of a look forward, from its first byte to its end, and raises Cancelled when asked to stop."""

    def __init__(self, progress: Progress, cancelled: CancelCheck) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._read = 1
        self._work = self._done = 0

    def reading(self, done: int, total: int) -> None:
        """Tell how many bytes of the package were read."""
        self._read = max(total, 1)
        self._progress(done, PARTS * self._read)

    def begin(self, package: Package) -> None:
        """Know what is to be done with a package that was read."""
        signed = sum(len(one.signoffs) for one in package.items)
        documents = sum(size + DOCUMENT for size in package.attachments.values())
        self._work = documents + SIGN_OFF * signed + ITEM * (len(package.items) + 1)

    def advance(self, work: int) -> None:
        """Count work that is done."""
        stop_if(self._cancelled)
        self._done = min(self._done + work, self._work)
        later = (PARTS - 1) * self._read
        self._progress(self._read + later * self._done // self._work, PARTS * self._read)

    def end(self) -> None:
        """Count what is left: everything was looked at."""
        self.advance(self._work - self._done)

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield `chunks` as long as nobody cancels."""
        for chunk in chunks:
            stop_if(self._cancelled)
            yield chunk
