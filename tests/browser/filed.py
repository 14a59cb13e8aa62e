"""Files in every state on a running site, with those who write and read them, for a browser to look at.

`make` is run beside the server, by MAKE, and prints what `Filed` reads.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from showcase.applications.carrying.yearly import ask_whether_still_true
from showcase.applications.decisions.answering import make_appeal
from showcase.applications.desk.asking import ask
from showcase.applications.desk.thread import add
from showcase.applications.files.taking import take
from showcase.applications.jury.scoring import Scores
from showcase.applications.keeping.withdrawing import withdraw
from showcase.applications.models import Application, ApplicationRules, Outcome, Person, Remark
from showcase.applications.models.attachments import AttachmentKind
from showcase.applications.who import SESSION_NAME
from showcase.models import CriteriaGrid
from tests.applications import carried, decided
from tests.applications.jurors import give, make_juror, make_lead, make_sent, send
from tests.applications.kept import PDF
from tests.applications.world import COMPLETE, fill, make_application, make_complete
from tests.factories import CODES

MAKE = "from tests.browser import filed; filed.make()"
APPLICANT, COLLEAGUE = "claire.dubreuil-lefebvre@atelier-partage.example", "ali.benjelloun@example.org"
NAME = "Coopérative d’habitants et de maraîchage solidaire des Hauts-de-Sainte-Foy-lès-Lyon"
STORY = (
    "Tout a commencé en 2015, quand quarante familles du quartier ont appris que l’épicerie fermait.\n\n"
    "Elles ont loué le local, planté les trois hectares de friche derrière l’école, et écrit ensemble les"
    " statuts d’une coopérative. Aujourd’hui, cent douze foyers y achètent leurs légumes."
)
COMMENTS = {
    "ada": ("demonstrated", "Le rapport de la commune le dit, chiffres à l’appui ({code})."),
    "bob": ("partly", "L’intention est claire ; la seule source vient du projet ({code})."),
}


@dataclass(frozen=True)
class Filed:
    """What was made: {state: {"key", "pk"}} of the files, {name: session} of the people, on the site at
    `address`.
    """

    address: str
    files: dict[str, dict[str, Any]]
    sessions: dict[str, str]

    def page(self, name: str, state: str = "", *more: str, language: str = "fr") -> str:
        """The path of a page of applications, in a language; of a file where its state is said."""
        with override(language):
            return reverse(f"applications:{name}", args=[self.files[state]["key"], *more] if state else more)

    def desk(self, name: str, state: str) -> str:
        """The path of a page of the jury about a file."""
        return reverse(name, args=[self.files[state]["pk"]])

    def cookie(self, who: str) -> Any:
        """What a browser of theirs holds."""
        return {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[who], "url": self.address}


def make() -> None:
    """Make the files and print, as JSON, their keys and numbers and a session of each person."""
    rules = ApplicationRules.load()
    rules.is_open = True
    rules.save()
    grid = CriteriaGrid.objects.order_by("-published_on").first()
    files = Files(grid, make_lead("lead", last_name="Martin"))
    made = {state: getattr(files, state)() for state in STATES}
    addresses = {"applicant": APPLICANT, "colleague": COLLEAGUE}
    people = {name: session(**{SESSION_NAME: email}) for name, email in addresses.items()}
    people |= {user.get_username(): signed_in(user) for user in (files.lead, *files.jurors.values())}
    told = {state: {"key": str(file.key), "pk": file.pk} for state, file in made.items()}
    print(json.dumps({"files": told, "sessions": people}))  # noqa: T201


STATES = (
    "empty",
    "faulty",
    "complete",
    "shared",
    "received",
    "undeclared",
    "reading",
    "questions",
    "scored",
    "drafted",
    "accepted",
    "refused",
    "appealed",
    "published",
    "withdrawn",
)


class Files:
    """A maker for each of STATES."""

    def __init__(self, grid: CriteriaGrid, lead: Any):
        self.grid, self.lead = grid, lead
        self.jurors = {name: make_juror(name, last_name="Lenoir") for name in ("ada", "bob", "eve")}

    def empty(self) -> Application:
        return make_application(self.grid, email=APPLICANT)

    def faulty(self) -> Application:
        """Half done, by two people, with mistakes and several rows."""
        application = make_application(self.grid, email=APPLICANT)
        rows = {
            f"row-{number}-{name}": text
            for number, title in enumerate(("Rapport annuel 2024", "Étude de l’université", ""))
            for name, text in (("title", title), ("url", "pas une adresse"), ("date", "hier"))
        }
        wrong = {
            "project": COMPLETE["project"] | {"name": NAME, "start_year": "195", "summary": "x" * 400},
            "need": {"need": "L’eau manquait."},
            "criterion-risk": {"level": "partly", **rows},
            "place": {"country": "FR", "latitude": "95"},
            "contacts": {"other": "pas-une-adresse"},
        }
        fill(application, wrong)
        claire = application.people.get()
        Person.objects.create(application=application, email=COLLEAGUE, invited_by=claire)
        return application

    def complete(self) -> Application:
        """With images, and a document as evidence."""
        application = make_complete(self.grid, email=APPLICANT)
        fill(application, {"project": self._project(NAME)})
        carried.add_images(application)
        report = SimpleUploadedFile("Rapport d’activité 2024.pdf", PDF)
        kept = take(application.people.get(), report, AttachmentKind.DOCUMENT)
        code = "criterion-novelty"
        row = {"row-1-title": "Rapport", "row-1-attachment": str(kept.key)}
        fill(application, {code: COMPLETE[code] | row})
        return application

    def shared(self) -> Application:
        """A draft that lacks nothing, for two people to write in."""
        application = make_complete(self.grid, email=APPLICANT)
        Person.objects.create(application=application, email=COLLEAGUE, joined_at=timezone.now())
        return application

    def _project(self, name: str) -> dict[str, Any]:
        return COMPLETE["project"] | {"name": name, "story": STORY}

    def _sent(self, name: str) -> Application:
        return make_sent(self.grid, email=APPLICANT, sections={"project": self._project(name)})

    def received(self) -> Application:
        return self._sent("Le puits commun")

    def undeclared(self) -> Application:
        application = self._sent("La conserverie de quartier")
        give(application, self.jurors["ada"], declared=False)
        return application

    def reading(self) -> Application:
        application = self._sent("L’école des parents")
        give(application, self.jurors["ada"])
        return application

    def questions(self) -> Application:
        """Asked, answered in part, and changed since it was sent."""
        application = self._sent("Les ateliers de réparation")
        give(application, self.jurors["ada"])
        asked = {"Depuis quand l’atelier est-il ouvert ?": "need", "Qui tient les comptes ?": ""}
        for text, about in asked.items():
            ask(application, self.jurors["ada"], text, about, token=uuid.uuid4())
        application.refresh_from_db()
        add(application.people.get(), "Depuis mars 2016, trois jours par semaine.", uuid.uuid4())
        fill(application, {"need": COMPLETE["need"] | {"for_whom": "Cent douze familles."}})
        return application

    def scored(self) -> Application:
        """Two jurors who do not agree, and what they say to each other."""
        application = self._sent("La recyclerie du port")
        for name, (finding, comment) in COMMENTS.items():
            [review] = give(application, self.jurors[name])
            each = {code: (finding, comment.format(code=code)) for code in CODES}
            each["policy"] = ("demonstrated", comment.format(code="policy"))
            send(review, Scores(each, whole="Un projet solide, que ses preuves servent mal."))
        for name, text in {"ada": "Relis la page 12.", "bob": "C’est vrai : je l’avais manquée."}.items():
            user = self.jurors[name]
            Remark.objects.create(application=application, user=user, text=text, token=uuid.uuid4())
        application.refresh_from_db()
        return application

    def drafted(self) -> Application:
        """Its answer is written and waits for approval."""
        application = self.scored()
        decided.write(application, self.lead, decided.written(application, Outcome.REFUSE))
        return application

    def accepted(self) -> Application:
        return decided.answer(self.scored(), self.lead, Outcome.ACCEPT)

    def refused(self) -> Application:
        return decided.answer(self.scored(), self.lead, Outcome.REFUSE)

    def appealed(self) -> Application:
        application = self.refused()
        make_appeal(application.people.get(), "Le rapport de 2025, joint au fil, montre ce qui manquait.")
        application.refresh_from_db()
        return application

    def published(self) -> Application:
        """Its page is public, and it is asked whether all is still true."""
        application = self.accepted()
        carried.publish(application)
        ask_whether_still_true(application, timezone.localdate() + timedelta(days=366))
        return application

    def withdrawn(self) -> Application:
        application = self._sent("Le jardin des voisins")
        withdraw(application.people.get())
        application.refresh_from_db()
        return application


def session(**values: Any) -> str:
    """The cookie of a new session that holds these values."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(values)
    store.create()
    return store.session_key


def signed_in(user: Any) -> str:
    return session(
        **{
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
