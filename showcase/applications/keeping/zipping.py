"""A zip that is sent while it is made: no more of it is in memory than one piece."""

import time
import zipfile
from collections.abc import Iterable, Iterator


class _Sink:
    """Where the zip is written, and taken from piece by piece. It cannot be gone back in."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def zipped(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The bytes of a zip of (name, contents) entries. Each is asked for once the last is written."""
    sink = _Sink()
    now = time.localtime()[:6]
    with zipfile.ZipFile(sink, "w") as package:  # type: ignore[call-overload]
        for name, contents in entries:
            about = zipfile.ZipInfo(name, now)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            with package.open(about, "w") as entry:
                for piece in contents:
                    entry.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()
