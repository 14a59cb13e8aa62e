"""Files that jurors have read, and their answers, for the tests of decisions."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from showcase.applications.decisions.deciding import approve
from showcase.applications.decisions.drafting import Draft, Words, decision_of, draft_of, keep, proposal
from showcase.applications.decisions.telling import lacking
from showcase.applications.jury.scoring import Scores
from showcase.applications.models import Application, Letter, Outcome, State
from showcase.models import ProjectPage
from tests.applications.jurors import give, make_juror, make_sent, send
from tests.factories import CODES

PLAN = "Mesurer un an.\nÉcrire l’accord."


def make_read(grid: Any, **changes: Any) -> Application:
    """A file that Ada and Bob have read: they agree but for the risk."""
    application = make_sent(grid, **changes)
    for name, risk in (("ada", "demonstrated"), ("bob", "partly")):
        [review] = give(application, make_juror(f"{name}-{application.pk}", first_name=name.title()))
        each = {
            code: (risk if code == "risk" else "demonstrated", f"{name[0]} pense : {code}") for code in CODES
        }
        send(review, Scores(each, whole=f"{name[0]} de tout."))
    application.refresh_from_db()
    return application


def written(application: Application, outcome: str = Outcome.ACCEPT, **words: str) -> Draft:
    """What somebody would write: the proposal, with all that it lacks."""
    reasons = {
        code: Words(
            said.finding or "partly",
            said.convinced,
            said.missing or "Un bilan.",
            "" if said.finding == "demonstrated" else "Un accord signé.",
        )
        for code, said in proposal(application).reasons.items()
    }
    return Draft(reasons, **{"outcome": outcome, "opening": "Merci à l’équipe.", "plan": PLAN, **words})


def write(application: Application, user: Any, draft: Draft) -> str:
    """Keep a decision over what is there. Returns its version."""
    decision = decision_of(application)
    keep(application, user, draft, version=draft_of(decision).version if decision else "new")
    return draft.version


def answer(application: Application, user: Any, outcome: str = Outcome.REFUSE, **words: str) -> Application:
    """Write the decision and approve it."""
    version = write(application, user, written(application, outcome, **words))
    approve(application, user, version=version)
    application.refresh_from_db()
    return application


def decide_page(application: Application) -> str:
    return reverse("applications_decide", args=[application.pk])


def letter_page(application: Application) -> str:
    return reverse("applications_letter", args=[application.pk])


def read(client: Client, user: Any, address: str) -> BeautifulSoup:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, response.headers.get("Location")
    return BeautifulSoup(response.content, "html.parser")


def typed(html: BeautifulSoup, **changes: str) -> dict[str, str]:
    """What a browser sends of the form of a decision or of a letter, with some fields filled in otherwise."""
    form = html.select_one("main form[method=post]")
    assert form is not None
    sent = {}
    for element in form.select("input, textarea"):
        if element.get("type") == "radio" and not element.has_attr("checked"):
            continue
        # A browser leaves out the line end that follows the tag, and sends its own.
        text = element.text.removeprefix("\r\n").removeprefix("\n").replace("\n", "\r\n")
        sent[element["name"]] = element.get("value") or text
    sent.pop("csrfmiddlewaretoken", None)
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def letters(application: Application) -> list[str]:
    """The kinds of the letters that answer it."""
    kinds = ["accepted", "refused", "approve", "appeal_received"]
    return list(Letter.objects.filter(application=application, kind__in=kinds).values_list("kind", flat=True))


def at(application, name: str = "answer", language: str = "fr") -> str:
    with override(language):
        return reverse(f"applications:{name}", args=[application.key])


def look(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(html) -> str:
    """As somebody reads it: every space an ordinary one."""
    return " ".join(html.text.split())


def lacks(application: Application) -> list[str]:
    """The fields that keep its decision from being approved."""
    return [lack.field for lack in lacking(decision_of(application))]


def untouched(application: Application) -> bool:
    """Whether nothing of an answer has happened."""
    application.refresh_from_db()
    return (
        application.state == State.READING
        and application.page is None
        and not letters(application)
        and not application.decisions.filter(approved_at__isnull=False).exists()
        and not ProjectPage.objects.exists()
    )
