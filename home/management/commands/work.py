"""The worker: `db_worker` of django-tasks-db, which comes back to what it was doing when it was killed."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.text import slugify
from django_tasks_db.management.commands import db_worker

from home.unfinished import take_back


class Command(db_worker.Command):
    help = (
        "Does what the site has queued, of every queue. What the worker of this name was doing when it was"
        " killed is done again first. The name is the machine's, unless --worker-id gives another."
    )

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", worker_id=socket.gethostname()[:64])

    def handle(self, *, worker_id: str, **options: Any) -> None:
        with only_one(worker_id):
            if count := take_back(worker_id):
                self.stdout.write(f"Worker: {count} tasks had been broken off, queued again.")
            # A process that watched the code for this one would hold the name in its place.
            super().handle(worker_id=worker_id, **{**options, "reload": False})


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Hold the name for the block: what a second worker took for broken off, the first would be doing."""
    with (settings.VAR_DIR / f"worker-{slugify(name)}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a process that is killed lets go of it
        except BlockingIOError:
            raise CommandError(
                f"A worker named {name} is at work on this machine. Name another with --worker-id."
            ) from None
        yield
