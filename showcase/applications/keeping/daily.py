"""What runs by itself each day, job after job. A job that fails on one file goes on with the next."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction

from home.posting import RETRY_MINUTES
from showcase.applications.carrying import again
from showcase.applications.carrying.yearly import ask_whether_still_true, files_to_ask
from showcase.applications.desk import silence
from showcase.applications.files.scanning import scan_forgotten
from showcase.applications.files.sweep import sweep_orphans
from showcase.applications.keeping import lateness, retention
from showcase.applications.letters.posting import post_forgotten
from showcase.applications.models import Application

Act = Callable[[Application, datetime.date], bool]
# Until then a letter is tried again by itself (`home.posting`).
NOT_BEFORE = datetime.timedelta(minutes=sum(RETRY_MINUTES))


@dataclass(frozen=True)
class OfFiles:
    """A job that looks for files and does something to each: `find` gives those that are due, `act` does it
    and says whether it was still to be done.
    """

    words: str
    find: Callable[[datetime.date], Iterable[Application]]
    act: Act


@dataclass(frozen=True)
class AtOnce:
    """A job that does all of it and says how many. `is_undone` where it can be taken back, as a dry run
    does.
    """

    words: str
    act: Callable[[datetime.date], int]
    is_undone: bool = True


JOBS: tuple[OfFiles | AtOnce, ...] = (
    OfFiles("draft told that it ends", retention.drafts_to_tell, retention.tell_draft_ends),
    OfFiles("draft deleted", retention.drafts_to_delete, retention.delete_draft),
    OfFiles("refused or withdrawn file deleted", retention.answered_to_delete, retention.delete_answered),
    OfFiles("late file: apology sent", lateness.late_files, lateness.apologise),
    OfFiles("project reminded of a question", silence.silent_for_long, silence.remind),
    OfFiles("project reminded of its draft page", again.waiting_for_long, again.remind),
    OfFiles("project told that its page has changed", again.changed_since, again.tell),
    OfFiles("project asked whether it is still true", files_to_ask, ask_whether_still_true),
    AtOnce("links forgotten", lambda today: retention.forget_links()),
    AtOnce("letters about no file forgotten", lambda today: retention.forget_letters()),
    AtOnce("contents that nothing names deleted", lambda today: sweep_orphans(), is_undone=False),
    AtOnce("attachments queued for the virus scanner again", lambda today: scan_forgotten()),
    AtOnce("unsent letters queued again", lambda today: post_forgotten(NOT_BEFORE)),
)


@dataclass
class Report:
    """How many of what, and what failed. `lines` is what each act says, as it is done."""

    total: int = 0
    failures: list[str] = field(default_factory=list)


def tend(today: datetime.date, *, is_dry: bool, report: Report) -> Iterator[str]:
    """Run every job, and give a line for each act. In a dry run nothing stays done."""
    for job in JOBS:
        try:
            if isinstance(job, OfFiles):
                yield from _each(job, today, is_dry, report)
            else:
                yield from _at_once(job, today, is_dry, report)
        except Exception as error:  # what one job meets does not keep the others from running
            report.failures.append(f"{job.words}: {type(error).__name__}: {error}")


def _each(job: OfFiles, today: datetime.date, is_dry: bool, report: Report) -> Iterator[str]:
    for file in job.find(today):
        try:
            with transaction.atomic():
                done = job.act(file, today)
                transaction.set_rollback(is_dry)
        except Application.DoesNotExist:
            continue  # deleted meanwhile
        except Exception as error:  # nor does what one file meets
            report.failures.append(f"{job.words}: {file.key}: {type(error).__name__}: {error}")
            continue
        if done:
            report.total += 1
            yield f"{job.words}: {file.key}"


def _at_once(job: AtOnce, today: datetime.date, is_dry: bool, report: Report) -> Iterator[str]:
    if is_dry and not job.is_undone:
        yield f"{job.words}: not looked at in a dry run"
        return
    with transaction.atomic() if is_dry else nullcontext():
        count = job.act(today)
        if is_dry:
            transaction.set_rollback(True)
    if count:
        report.total += count
        yield f"{job.words}: {count}"
