"""Who may see and do what: everybody knocks at every address of applications, in every state of a file.

The table is the whole of it. An address that it does not name fails the tests.
"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils.translation import override

from showcase.applications.decisions.growing import token_for
from showcase.applications.jury.scoring import Scores
from tests.applications.doors import token
from tests.applications.jurors import said, scores, typed
from tests.applications.knocking import (
    ANSWER,
    BY_LINK,
    FILE,
    MAIL,
    NAME,
    OWN,
    PEER,
    PEOPLE,
    SECRETS,
    STATES,
    Scene,
    digest,
    told,
)

pytestmark = pytest.mark.usefixtures("showcase", "rules")

Where = dict[str, set[str]]  # {state: people}

NOBODY: set[str] = set()
EVERYBODY = set(PEOPLE)
APPLICANT = {"applicant"}
LEADS = {"lead", "superuser"}
READERS = {"declared", "sent"} | LEADS
QUEUE = {"unassigned", "elsewhere", "undeclared", "tied"} | READERS
SENT = ("reading", "refused", "accepted", "published")
ANSWERED = SENT[1:]


def when(states: tuple[str, ...], people: set[str]) -> Where:
    return dict.fromkeys(states, people)


NEVER: Where = {}
READING = ("reading",)
WHILE_READ = when(SENT, READERS)
# {address: (who gets its page by GET, who changes something by POST)}. All the rest is refused.
TABLE: dict[str, tuple[Where, Where]] = {
    # For anybody.
    "applications:before": (when(STATES, EVERYBODY), NEVER),
    "applications:check": (when(STATES, EVERYBODY), NEVER),
    "applications:enter": (when(STATES, EVERYBODY), when(STATES, EVERYBODY)),
    "applications:key": (NEVER, NEVER),  # one that is forged
    "applications:leave": (NEVER, NEVER),
    "applications:deleted": (NEVER, NEVER),
    # For whoever came by a link.
    "applications:files": (when(STATES, set(BY_LINK)), when(STATES, set(BY_LINK))),
    # For the people on the file.
    "applications:people": (when(STATES, APPLICANT), when(STATES, APPLICANT)),
    "applications:file": (when(("draft",), APPLICANT), NEVER),
    "applications:section": (when(("draft",), APPLICANT), when(("draft",), APPLICANT)),
    "applications:send": (when(("draft",), APPLICANT), when(("draft",), APPLICANT)),
    "applications:preview": (when(STATES[:4], APPLICANT), NEVER),
    "applications:attachment": (when(STATES, APPLICANT), NEVER),
    "applications:state": (when(SENT, APPLICANT), NEVER),
    "applications:questions": (when(SENT, APPLICANT), when(READING, APPLICANT)),
    "applications:receipt": (when(SENT, APPLICANT), NEVER),
    "applications:answer": (when(ANSWERED, APPLICANT), when(("refused",), APPLICANT)),
    "applications:appeal": (when(("refused",), APPLICANT), when(("refused",), APPLICANT)),
    "applications:approve": (when(("accepted", "published"), APPLICANT), when(("accepted",), APPLICANT)),
    "applications:still-true": (when(("published",), APPLICANT), when(("published",), APPLICANT)),
    "applications:data": (when(STATES, APPLICANT), when(STATES[:4], APPLICANT)),
    "applications:export": (when(STATES, APPLICANT), NEVER),
    # For the jury.
    "jury:queue": (when(STATES, QUEUE), NEVER),
    "jury:queue_results": (when(STATES, QUEUE), NEVER),
    "jury:file": (WHILE_READ | when(READING, READERS | {"undeclared"}), NEVER),
    "jury:log": (WHILE_READ, NEVER),
    "jury:log_results": (WHILE_READ, NEVER),
    "jury:declare": (NEVER, when(READING, {"undeclared"})),
    "jury:scores": (NEVER, when(READING, {"declared"})),
    "jury:ask": (NEVER, when(READING, READERS)),
    "jury:remark": (NEVER, when(READING, {"sent"} | LEADS)),
    "applications_attachment": (WHILE_READ, NEVER),
    # For who leads it.
    "jury:assign_many": (NEVER, when(READING, LEADS)),
    "jury:assign": (NEVER, when(READING, LEADS)),
    "jury:take_off": (NEVER, when(READING, LEADS)),
    "jury:go_on": (NEVER, NEVER),  # nothing is asked
    "jury:make_page": (NEVER, NEVER),  # no page is missing
    "applications_decide": (when(READING, LEADS), when(READING, LEADS)),
    "applications_letter": (when(SENT, LEADS), when(READING, LEADS)),
    "applications_figures": (when(STATES, LEADS), NEVER),
    "applications_figures_csv": (when(STATES, LEADS), NEVER),
}
# {who: the words that may be said to them, once the jury has the file}. To all others, none of them.
MAY_HEAR = {
    "applicant": {NAME, FILE, OWN, MAIL},
    "declared": {NAME, FILE, OWN},
    "sent": {NAME, FILE, OWN, PEER},
    **{who: set(SECRETS) for who in LEADS},
}
# Where somebody is sent who may not be where they knocked, or for whom it is elsewhere.
DOORS = ("/fr/vitrine/", "/en/showcase/", "/admin/")


def may_hear(who: str, state: str) -> set[str]:
    if state == "draft" and who != "applicant":
        return NOBODY
    if who == "undeclared" and state == "reading":
        return {NAME}
    answers = {ANSWER} if who == "applicant" and state in ANSWERED else NOBODY
    return MAY_HEAR.get(who, NOBODY) | answers


def addresses_of_applications() -> set[str]:
    """The names of all that the site answers to with a view of applications."""
    found = set()

    def walk(resolver: Any, spaces: tuple[str, ...]) -> None:
        for pattern in resolver.url_patterns:
            if not isinstance(pattern, URLPattern):
                walk(pattern, spaces + ((pattern.namespace,) if pattern.namespace else ()))
            elif getattr(pattern.callback, "__module__", "").startswith("showcase.applications"):
                found.add(":".join((*spaces, str(pattern.name))))

    walk(get_resolver(), ())
    return found


def address(scene: Scene, name: str) -> str:
    file = scene.file
    parameters: dict[str, Any] = {"applications": [file.key], "jury": [file.pk]}
    given = {
        "applications:key": ["x" * 43],
        "applications:section": [file.key, "project"],
        "applications:attachment": [file.key, scene.attachment.key],
        "applications_attachment": [scene.attachment.key],
        "applications_decide": [file.pk],
        "applications_letter": [file.pk],
        "jury:take_off": [file.pk, scene.review("undeclared").pk if scene.state != "draft" else 1],
    }
    alone = {f"applications:{name}" for name in ("before", "check", "enter", "files", "leave", "deleted")}
    alone |= {f"jury:{name}" for name in ("queue", "queue_results", "assign_many")}
    arguments = given.get(name, [] if name in alone else parameters.get(name.partition(":")[0], []))
    query = "?table=jurors" if name == "applications_figures_csv" else ""
    return reverse(name, args=arguments) + query


def sent(scene: Scene, name: str) -> dict[str, Any]:
    """What somebody would send who may."""
    unassigned = scene.people["unassigned"]
    juror = unassigned.pk if unassigned else 1
    act = "delete" if scene.state in ("draft", "refused") else "withdraw"
    return {
        "applications:enter": {"email": "new@example.org", "token": token(), "website": ""},
        "applications:people": {"email": "new@example.org", "token": token(), "website": ""},
        "applications:section": {"version": "1", "name": "Autre", "keep": "1"},
        "applications:questions": {"text": "Oui.", "token": str(uuid.uuid4())},
        "applications:answer": {"token": token_for(scene.person)},
        "applications:appeal": {"text": "Relisez."},
        "applications:approve": {"story-seen": "x", "story-right": "on", "save": "story"},
        "applications:still-true": {"answer": "update", "words": "Autre.", "token": str(uuid.uuid4())},
        "applications:data": {act: "1", "withdrawal-sure": "on", "deletion-sure": "on"},
        "jury:declare": {"conflict": "no"},
        "jury:scores": typed(scores(), version=Scores().version, send="1"),
        "jury:ask": said("ask", "Combien ?"),
        "jury:remark": said("remark", "Voyons."),
        "jury:assign": {"jurors": [juror]},
        "jury:assign_many": {"file": [scene.file.pk], "juror": juror},
        "applications_decide": {"outcome": "accept", "version": scene.version},
        "applications_letter": {"version": scene.version},
    }.get(name, {})


def is_refused(answer: Any) -> bool:
    """Whether somebody is told no, or sent to a door."""
    if answer.status_code == 302:
        return answer.headers["Location"].startswith(DOORS)
    return answer.status_code in (403, 404, 405, 409, 410, 422)


def is_kept_by_nobody(answer: Any) -> bool:
    """Whether no cache may keep it, if it is a page."""
    return answer.status_code >= 400 or "no-store" in answer.headers.get("Cache-Control", "")


def undone(act: Callable, *arguments: Any) -> Any:
    """What an act gives, after which everything is as it was before."""
    with transaction.atomic():
        given = act(*arguments)
        transaction.set_rollback(True)
    return given


@pytest.fixture(params=STATES)
def scene(grid, request):
    return Scene(grid, request.param)


def test_every_address_is_in_the_table_and_nothing_else():
    assert addresses_of_applications() == TABLE.keys()


def test_each_page_is_shown_to_whom_it_is_for_and_tells_nobody_else(scene):
    for who in PEOPLE:
        browser = scene.browser(who)
        for name, (gets, _acts) in TABLE.items():
            # The admin has one address for all languages; in one state, both are enough.
            both = scene.state == "reading" and name.startswith("applications:")
            for language in ("fr", "en") if both else ("fr",):
                with override(language):
                    answer = undone(browser.get, address(scene, name))
                where = (name, language, who, answer.status_code)
                assert (answer.status_code == 200) == (who in gets.get(scene.state, NOBODY)), where
                assert answer.status_code == 200 or is_refused(answer), where
                assert told(answer) <= may_hear(who, scene.state), where
                assert is_kept_by_nobody(answer) or name == "applications:before", where


def test_what_is_sent_by_whom_it_is_not_for_changes_nothing_and_tells_nothing(scene):
    before = digest()
    for who in PEOPLE:
        browser = scene.browser(who)
        for name, (gets, acts) in TABLE.items():
            if who in acts.get(scene.state, NOBODY):
                continue
            answer = browser.post(address(scene, name), sent(scene, name))
            where = (name, who, answer.status_code)
            # Who may read a page may get it again, with nothing done.
            assert is_refused(answer) or who in gets.get(scene.state, NOBODY), where
            assert told(answer) <= may_hear(who, scene.state), where
            if name == "applications:leave":
                browser = scene.browser(who)
        assert digest() == before, who


def test_what_is_sent_by_whom_it_is_for_changes_something(scene):
    """Else the test above would pass for whatever is sent."""
    before = digest()
    for name, (_gets, acts) in TABLE.items():
        for who in acts.get(scene.state, NOBODY):
            assert undone(_sent, scene, who, name) != before, (name, who)


def _sent(scene: Scene, who: str, name: str) -> str:
    """The digest once somebody has sent something to an address."""
    scene.browser(who).post(address(scene, name), sent(scene, name))
    return digest()
