"""How far a long write or check has come, and whether the user wants it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from desktop.errors import Cancelled

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


class Pulse:
    """Counts bytes, tells the progress, and raises Cancelled when asked to stop."""

    def __init__(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None, total: int = 0
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self.total = total

    def advance(self, size: int) -> None:
        """Count `size` more bytes; raises Cancelled."""
        self.stop_if_cancelled()
        self._done += size
        if self._progress is not None:
            self._progress(self._done, max(self.total, self._done))

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled when asked to stop, between two steps that count nothing."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    def counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield `chunks`, counting each."""
        for chunk in chunks:
            self.advance(len(chunk))
            yield chunk
