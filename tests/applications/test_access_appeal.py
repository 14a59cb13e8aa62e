"""On appeal: those who read now and those who read before, and what each learns of the others."""

import uuid

import pytest
from django.test import Client

from showcase.applications.decisions.answering import make_appeal
from showcase.applications.desk.asking import ask
from showcase.applications.jury.acting import remark
from tests.applications.jurors import give, make_juror, page, scores, send
from tests.applications.knocking import FILE, NAME, OWN, PEER, Scene, told

pytestmark = pytest.mark.usefixtures("showcase", "rules")

AGAIN = "Zyxagain"


@pytest.fixture
def scene(grid):
    """A file that Ada and Bob read on appeal; Bob has sent his scores."""
    scene = Scene(grid, "refused")
    make_appeal(scene.person, f"{OWN} appel")
    scene.file.refresh_from_db()
    scene.people |= {name: make_juror(name) for name in ("ada", "bob")}
    give(scene.file, scene.people["ada"], scene.people["bob"])
    send(scene.review("bob"), scores(comment=f"{AGAIN} parce que", whole=f"{AGAIN} en tout"))
    remark(scene.file, scene.people["bob"], f"{AGAIN} remarque", token=uuid.uuid4())
    ask(scene.file, scene.people["bob"], "Combien de familles ?", token=uuid.uuid4())
    return scene


def heard(browser: Client, file) -> tuple[set[str], bool]:
    """(the secrets, whether a word of those who read on appeal) that somebody finds on pages of the jury."""
    answers = [
        browser.get(address)
        for address in (
            page("file", file.pk),
            page("log", file.pk),
            page("log_results", file.pk),
            page("queue"),
            f"{page('queue')}?export=csv",
            "/admin/",
        )
    ]
    shown = b"".join(b"".join(answer) if answer.streaming else answer.content for answer in answers)
    words = set().union(*(told(answer) for answer in answers if not answer.streaming))
    return words, AGAIN.encode() in shown or b"Bob" in shown


def test_who_reads_on_appeal_learns_nothing_of_any_score_before_sending_theirs(scene):
    browser = scene.browser("nobody")
    browser.force_login(scene.people["ada"])
    assert heard(browser, scene.file) == ({NAME, FILE, OWN}, False)
    send(scene.review("ada"))
    assert heard(browser, scene.file) == ({NAME, FILE, OWN, PEER}, True)


@pytest.mark.parametrize(
    ("who", "hears"), [("sent", {NAME, FILE, OWN, PEER}), ("declared", {NAME, FILE, OWN})]
)
def test_who_read_before_learns_nothing_of_the_appeal_but_that_there_is_one(scene, who, hears):
    send(scene.review("ada"))
    assert heard(scene.browser(who), scene.file) == (hears, False)


@pytest.mark.parametrize("who", ["undeclared", "tied", "unassigned", "elsewhere"])
def test_who_never_read_it_learns_nothing_on_appeal_either(scene, who):
    assert heard(scene.browser(who), scene.file) == (set(), False)
