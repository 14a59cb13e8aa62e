"""The server and its worker are killed again and again: nothing is lost, and nothing is done twice."""

import hashlib
import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.background import at_rest
from showcase.applications.files.drawing import drawn_again
from showcase.applications.files.limits import LONGEST_SIDE, MEGABYTE, MOST_PIXELS
from showcase.applications.files.office import packed_again
from showcase.applications.letters.writing import write
from showcase.applications.models import (
    Application,
    ApplicationRules,
    EventKind,
    Letter,
    Review,
    State,
)
from tests.applications.applying import ACTS, CRITERION, FILES, SAVES, Applicant, Ledger, document, picture
from tests.applications.jurors import make_juror
from tests.applications.killed import (
    Killable,
    Mail,
    PostOffice,
    blank_database,
    name_static_files,
    own_database,
    until,
)
from tests.factories import ShowcasePageFactory, make_grid, make_site

APPLICANTS = 20
AT_ONCE = 10
ALL = APPLICANTS * ACTS
KILLS = 16
# The mail server is closed when so many kills are left, and open again when so many are.
CLOSED, OPEN_AGAIN = 11, 7
JURORS = 2
# How a task fails that finds the mail server closed, or comes as its door shuts; and one while the site was
# killed, between queueing the next attempt and saying that this one failed.
SHUT = {"builtins.ConnectionRefusedError"}
SHUTTING = {"builtins.ConnectionResetError", "smtplib.SMTPServerDisconnected"}
TRIED_LATER = {"home.unfinished.TriedLaterError"}

log = logging.getLogger(__name__)


@dataclass
class Scene:
    """A folder and a database for a site, and a mail server that is open."""

    folder: Path
    database: str
    post: PostOffice

    def command(self, *command: str) -> Killable:
        return Killable(*command, folder=self.folder, database=self.database, office=self.post)


@pytest.fixture(scope="module")
def blank(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[str]:
    with django_db_blocker.unblock(), blank_database(tmp_path_factory.mktemp("blank")) as name:
        yield name


@pytest.fixture
def scene(tmp_path, blank, db) -> Iterator[Scene]:
    post = PostOffice()
    with own_database(blank, tmp_path) as database:
        post.open()
        yield Scene(tmp_path, database, post)
        post.close()


def found_a_showcase() -> None:
    """As little as somebody needs who applies, and two of three jurors who are to read each file."""
    with at_rest():
        home = make_site()
        ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
        make_grid().criteria.exclude(code__in=["need", CRITERION.removeprefix("criterion-")]).delete()
        rules = ApplicationRules.load()
        rules.is_open, rules.jurors_per_file = True, JURORS
        rules.save()
        for name in ("anne", "bob", "carla"):
            make_juror(name)
    DBTaskResult.objects.all().delete()


class Storm:
    """Kills the site while people work, and starts it again; closes the mail server for a part of it. Where
    somebody has found something wrong, it stops.
    """

    def __init__(self, site: Killable, post: PostOffice, ledger: Ledger, chance: random.Random):
        self.site, self.post, self.ledger, self.chance = site, post, ledger, chance
        self.up = threading.Event()
        self.is_closed = False
        self.broken_off = 0

    def rage(self) -> None:
        for left in range(KILLS, 0, -1):
            done = self.ledger.done
            if self.ledger.error:
                return
            self.wait_for_acts(done + self.chance.randint(1, max(1, 2 * (ALL - done) // (left + 1))))
            if left == CLOSED:
                self.post.close()
                self.is_closed = True
            elif left == OPEN_AGAIN:
                self.open_mail()
            # Somewhere in what is being done, or in what the worker then does.
            time.sleep(self.chance.uniform(0, self.chance.choice((0.1, 1))))
            self.kill()

    def wait_for_acts(self, number: int) -> None:
        """Until so many have an answer. Once everybody waits for a closed mail server, no more will."""
        ledger = self.ledger
        ledger.wait_for(
            lambda: ledger.done >= min(number, ALL) or (self.is_closed and ledger.waiting == ledger.working)
        )
        if ledger.done < min(number, ALL) and not ledger.error:
            self.open_mail()
            ledger.wait_for(lambda: ledger.done >= min(number, ALL))

    def open_mail(self) -> None:
        if self.is_closed:
            until(DBTaskResult.objects.failed().exists, "a letter before a closed door")
            self.post.open()
            self.is_closed = False
            do_now()

    def kill(self) -> None:
        self.up.clear()
        self.site.end()
        self.post.kills += 1
        self.broken_off += DBTaskResult.objects.running().count()
        self.begin()

    def begin(self) -> None:
        self.site.start()
        self.site.wait_until_it_answers()
        if not self.is_closed:
            do_now()
        self.up.set()


def do_now() -> None:
    """What is to be tried again in some minutes is tried now."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    waiting.update(run_after=timezone.now())


def is_all_done() -> bool:
    do_now()
    over = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    return not DBTaskResult.objects.exclude(status__in=over).exists()


def test_what_is_acknowledged_is_there_once_however_often_the_server_is_killed(scene):
    seed = random.randrange(2**32)  # noqa: S311
    began = time.monotonic()
    found_a_showcase()
    connection.close()
    name_static_files(scene.folder)
    site, ledger = scene.command("scripts/site.py", "start"), Ledger()
    storm = Storm(site, scene.post, ledger, random.Random(seed))  # noqa: S311
    storm.begin()
    try:
        with ThreadPoolExecutor(AT_ONCE) as people:
            working = [
                people.submit(Applicant(number, site, scene.post, ledger, storm.up).apply)
                for number in range(APPLICANTS)
            ]
            storm.rage()
            until(lambda: do_now() or all(work.done() for work in working), "the last of what people do")
        for work in working:
            work.result()
        until(is_all_done, "the end of what is queued")
    finally:
        site.end()

    log.warning(
        "seed %d: %d kills, %d acts, %d of them acknowledged after %d without an answer, %d tasks broken off,"
        " %d mails, twice %s, %d seconds",
        *(seed, scene.post.kills, ALL, ledger.done, ledger.unanswered),
        *(storm.broken_off, len(scene.post.taken), [mail.name for mail in twice(scene.post)]),
        time.monotonic() - began,
    )
    assert ledger.done == ALL
    assert Application.objects.count() == APPLICANTS
    for number in range(APPLICANTS):
        file = Application.objects.get(people__email=f"porteur{number}@example.org")
        check_words(file, [(code, said) for who, code, said in ledger.kept if who == number])
        check_files(file, number, scene.folder)
        check_sent_once(file)
    check_letters(ledger, scene.post)
    failed = set(DBTaskResult.objects.failed().values_list("exception_class_path", flat=True))
    assert SHUT <= failed <= SHUT | SHUTTING | TRIED_LATER


def check_words(file: Application, kept: list[tuple[str, dict[str, Any]]]) -> None:
    """Each section says what was acknowledged last, and was saved as often as somebody saved it."""
    sections = {section.code: section for section in file.sections.all()}
    assert sections.keys() == set(SAVES)
    for code, said in dict(kept).items():
        typed = {name: texts if isinstance(texts, list) else [texts] for name, texts in said.items()}
        data = {name: texts for name, texts in sections[code].data.items() if "attachment" not in name}
        assert data == typed
    assert Counter({code: section.version for code, section in sections.items()}) == Counter(SAVES)


def check_files(file: Application, number: int, folder: Path) -> None:
    """Its attachments are those that its sections name, and hold what was sent, made harmless."""
    png = {"most_pixels": MOST_PIXELS, "longest_side": LONGEST_SIDE, "most_bytes": MEGABYTE}
    contents = {CRITERION: packed_again(document(number))[0], "images": drawn_again(picture(number), **png)}
    attachments = {str(attachment.key): attachment for attachment in file.attachments.all()}
    named = {file.sections.get(code=code).data["row-0-attachment"][0]: code for code in FILES}
    assert attachments.keys() == named.keys()
    for key, attachment in attachments.items():
        content = (folder / "private" / attachment.file.name).read_bytes()
        assert content == contents[named[key]]
        assert (len(content), hashlib.sha256(content).hexdigest()) == (attachment.size, attachment.digest)


def check_sent_once(file: Application) -> None:
    """It was received once, as it is, and given to the jury once."""
    assert file.state == State.RECEIVED
    assert file.snapshots.get().sections == dict(file.sections.values_list("code", "data"))
    happened = Counter(file.events.values_list("kind", flat=True))
    assert happened == {EventKind.STARTED: 1, EventKind.SUBMITTED: 1, EventKind.ASSIGNED: JURORS}
    assert file.reviews.count() == JURORS


def check_letters(ledger: Ledger, post: PostOffice) -> None:
    """Each that was caused was written once, and each that was written was sent once."""
    kinds = Counter(Letter.objects.values_list("kind", flat=True))
    assert kinds == {"enter": len(ledger.asked), "receipt": APPLICANTS}
    assert not Letter.objects.filter(sent_at=None).exists()
    names = {mail.name.rpartition("-")[0] for mail in post.taken}
    letters = {f"<letter-{key}" for key in Letter.objects.values_list("pk", flat=True)}
    reviews = {f"<review-{key}" for key in Review.objects.values_list("pk", flat=True)}
    assert names == letters | reviews
    enclosed = {mail.name: mail.files for mail in post.taken}
    assert sum(enclosed.values()) == APPLICANTS  # the receipts
    for mail in twice(post):
        assert was_cut_off(mail, post), mail


def twice(post: PostOffice) -> list[Mail]:
    """The mails that came again later."""
    last = {mail.name: mail for mail in post.taken}
    return [mail for mail in post.taken if mail is not last[mail.name]]


def was_cut_off(mail: Mail, post: PostOffice) -> bool:
    """Whether the site was killed before it could write that the mail server had said yes. Nothing on either
    side can tell then; what comes again has the same name. The worker does one thing after the other: it was
    the last before a kill. What is a letter is written down before the site takes its leave.
    """
    same = [other for other in post.taken if other.kills_before == mail.kills_before]
    is_last = mail.kills_before < post.kills and mail is same[-1]
    return is_last and not (mail.left and mail.name.startswith("<letter-"))


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_letter_whose_worker_is_killed_goes_again_at_once_under_the_same_name(scene, is_taken):
    """Before the mail server has said yes or, where nobody can tell, after."""
    write("enter", "nora@example.org", number="1", language="fr", leads_to="files", hours=2)
    worker, post = scene.command("manage.py", "work", "--interval", "0.1"), scene.post

    def kill() -> bool:
        post.takes = lambda: True
        worker.kill()
        return is_taken

    post.takes = kill
    worker.start()
    worker.wait_until_gone()
    [task] = DBTaskResult.objects.all()
    assert (task.status, len(post.taken)) == (TaskResultStatus.RUNNING, int(is_taken))
    worker.start()
    try:
        until(DBTaskResult.objects.successful().exists, "the letter, from a worker that came back")
    finally:
        worker.end()
    [task] = DBTaskResult.objects.all()
    assert len(task.worker_ids) == 2
    assert [mail.left for mail in post.taken] == [False, True][1 - is_taken :]
    assert len({mail.name for mail in post.taken}) == 1
    assert Letter.objects.get().sent_at
