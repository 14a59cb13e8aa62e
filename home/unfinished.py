"""What a worker was doing when it was killed: it is done again when the worker comes back, unless it had
failed and its next attempt is queued already.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# A task that so many runs have not survived is what kills them.
MOST_RUNS = 10
# No task runs for so long: a worker that has it will not come back under its name.
LONGEST = timedelta(days=1)

# Sent in the transaction in which a task is taken back: `path` of the task, and the `arguments` it has.
taken_back = Signal()

logger = logging.getLogger(__name__)


class BrokenOffError(Exception):
    """The worker was killed each time that it ran the task."""


class TriedLaterError(Exception):
    """The worker was killed once the next attempt at the task was queued: run again, it would come twice."""


def take_back(worker: str) -> int:
    """Queue again what the worker of this name had begun; it must not be at work. What nobody can be running
    any more is queued as well. Returns how many tasks there were.
    """
    long_ago = timezone.now() - LONGEST
    running = DBTaskResult.objects.running().select_for_update()
    with transaction.atomic():
        left = [task for task in running if worker in task.worker_ids[-1:] or task.started_at < long_ago]
        for task in left:
            _take_back(task)
    return len(left)


def _take_back(task: DBTaskResult) -> None:
    if len(task.worker_ids) >= MOST_RUNS:
        logger.error("Task %s %s was broken off %d times.", task.task_path, task.pk, MOST_RUNS)
        task.set_failed(BrokenOffError(f"{MOST_RUNS} times"))
        return
    if _is_tried_later(task):
        task.set_failed(TriedLaterError())
    else:
        task.status = TaskResultStatus.READY
        task.save(update_fields=["status"])
    taken_back.send(DBTaskResult, path=task.task_path, arguments=task.args_kwargs["args"])


def _is_tried_later(task: DBTaskResult) -> bool:
    """Whether the next attempt (`home.posting.try_later`) was queued since this one began."""
    said = task.args_kwargs["kwargs"]
    following = {**task.args_kwargs, "kwargs": said | {"attempt": said.get("attempt", 0) + 1}}
    since = DBTaskResult.objects.filter(task_path=task.task_path, enqueued_at__gte=task.started_at)
    return any(other.args_kwargs == following for other in since)
