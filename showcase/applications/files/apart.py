"""Work on what somebody sent in a process of its own, which is told nothing of the site. If it falls, it
falls alone.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.verdicts import Verdict

MOST_SECONDS = 60
# What each process of the server does at once; the rest of its threads go on with other visitors.
AT_ONCE = 2
PATIENCE_SECONDS = 15

_places = threading.BoundedSemaphore(AT_ONCE)
log = logging.getLogger(__name__)


class BrokenOffError(Exception):
    """It needed more than it may, or fell."""


def run_apart(module: str, *arguments: str, content: bytes) -> tuple[Verdict, bytes]:
    """(verdict, output) of a module run as a program with `content` as its input. Raises BrokenOffError, and
    RefusedError where too many wait already.
    """
    try:
        with _a_place():
            done = subprocess.run(  # noqa: S603  our own module; nothing of what was sent is in the command
                [sys.executable, "-m", module, *arguments],
                input=content,
                capture_output=True,
                timeout=MOST_SECONDS,
                cwd=settings.BASE_DIR,
                env={"MALLOC_ARENA_MAX": "1"},  # what is set aside for threads counts as memory
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise BrokenOffError from error
    try:
        return Verdict(done.returncode), done.stdout
    except ValueError:  # a signal, or an error that nobody expected
        said = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        log.warning("%s ended with %d: %s", module, done.returncode, said[:200])
        raise BrokenOffError from None


@contextmanager
def _a_place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise RefusedError(_("Other files are being checked at this moment. Add this one again in a minute."))
    try:
        yield
    finally:
        _places.release()
