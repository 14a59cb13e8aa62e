"""One file in each of its states, full of words that stand nowhere else, and everybody who may want them."""

import hashlib
import io
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from showcase.applications import models, who
from showcase.applications.decisions.deciding import approve
from showcase.applications.decisions.drafting import Draft, Words, keep
from showcase.applications.desk.sending import submit
from showcase.applications.desk.thread import add
from showcase.applications.files.taking import take
from showcase.applications.jury.acting import declare, remark
from showcase.applications.models import Application, Attachment, Outcome, Person, Review
from showcase.applications.models.attachments import AttachmentKind
from studio import roles
from tests.applications.carried import publish
from tests.applications.jurors import give, make_juror, make_sent, make_user, scores, send
from tests.applications.kept import private_files
from tests.applications.world import COMPLETE, fill, make_application
from tests.factories import CODES, make_picture

# Words by what they give away. NAME: whose file it is. FILE: what its page would say. OWN: what is for the
# jury alone. MAIL: by which address it is written. PEER: what a juror found. TIED: why another may not read.
# ANSWER: what the lead has written.
NAME, FILE, OWN, MAIL = "Zyxname", "Zyxfile", "Zyxown", "zyxmail"
PEER, TIED, ANSWER = "Zyxpeer", "Zyxtied", "Zyxanswer"
SECRETS = (NAME, FILE, OWN, MAIL, PEER, TIED, ANSWER)
EMAIL = f"{MAIL}@example.org"

STATES = ("draft", "reading", "refused", "accepted", "published")
# Those who come by a link, then those who sign in.
BY_LINK = ("applicant", "other", "removed")
# "elsewhere" reads another file.
JURY = ("unassigned", "elsewhere", "undeclared", "tied", "declared", "sent")
PEOPLE = ("nobody", *BY_LINK, "plain", "editor", "translator", *JURY, "lead", "superuser")

SECTIONS: dict[str, dict[str, Any]] = {
    "project": COMPLETE["project"]
    | {
        "name": f"{NAME} puits",
        "organisation": f"{NAME} association",
        "website": f"https://{NAME}.example/".lower(),
        "summary": f"{FILE} résumé.",
        "story": f"{FILE} histoire.",
        "legal_form_detail": f"{FILE} forme",
    },
    "need": {name: f"{FILE} {name}." for name in ("need", "for_whom", "unmet")},
    "people": {
        "concerned": f"{FILE} décident.",
        "team": f"{FILE} équipe.",
        "row-0-name": f"{NAME} commune",
        "row-0-kind": "public",
        "row-0-role": f"{FILE} rôle",
    },
    **{
        f"criterion-{code}": COMPLETE[f"criterion-{code}"]
        | {"claim": f"{FILE} {code}.", "row-0-title": f"{FILE} étude"}
        for code in CODES
    },
    "figures": COMPLETE["figures"]
    | {"row-0-label": f"{FILE} familles", "row-0-source_title": f"{FILE} bilan"},
    "place": COMPLETE["place"] | {"place": f"{FILE} bourg", "address": f"{OWN} 12, rue"},
    "contacts": {"contact_name": f"{OWN} Nora", "contact_role": f"{OWN} rôle", "phone": f"{OWN} 06"},
    "consent": COMPLETE["consent"],
}


def document() -> SimpleUploadedFile:
    """A PDF whose name and whose title say whose it is."""
    book, content = PdfWriter(), io.BytesIO()
    book.add_blank_page(200, 200)
    book.add_metadata({"/Title": f"{OWN} titre", "/Author": EMAIL})
    book.write(content)
    return SimpleUploadedFile(f"{OWN}-budget.pdf", content.getvalue(), "application/pdf")


@dataclass
class Scene:
    """The file in a state. `state` is one of STATES."""

    grid: Any
    state: str
    people: dict[str, Any] = field(init=False)
    # Of the decision as it was last kept.
    version: str = "new"

    def __post_init__(self) -> None:
        self.people = dict.fromkeys(PEOPLE) | {
            "plain": get_user_model().objects.create_user("plain", password="secret"),
            "editor": make_user("editor", roles.EDITORS),
            "translator": make_user("translator", roles.TRANSLATORS),
            "lead": make_user("lead", roles.MODERATORS),
            "superuser": get_user_model().objects.create_superuser("superuser", password="secret"),
        }
        self.file = self._written()
        fill(make_application(self.grid, email="other@example.org"), {"need": {"need": "Un autre."}})
        if self.state != "draft":
            submit(self.person)
            self._read()
            self._follow()
        self.file.refresh_from_db()

    @property
    def person(self) -> Person:
        return Person.objects.get(email=EMAIL)

    def _written(self) -> Application:
        application = make_application(self.grid, email=EMAIL)
        fill(application, SECTIONS)
        person = application.people.get()
        picture = make_picture().file
        picture.open()
        photo = SimpleUploadedFile(f"{OWN}-photo.png", picture.read(), "image/png")
        image = take(person, photo, AttachmentKind.IMAGE)
        self.attachment: Attachment = take(person, document(), AttachmentKind.DOCUMENT)
        kept = {"row-1-title": f"{OWN} budget", "row-1-kind": "academic"}
        shown = {"alt": f"{FILE} vue", "credit": f"{FILE} photo", "permission": "on"}
        fill(
            application,
            {
                "criterion-risk": SECTIONS["criterion-risk"]
                | {**kept, "row-1-attachment": str(self.attachment.key)},
                "images": {
                    "row-0-attachment": str(image.key),
                    **{f"row-0-{name}": text for name, text in shown.items()},
                },
            },
        )
        return application

    def _read(self) -> None:
        """Each juror is where their name says; the lead has begun to write."""
        jurors = {name: make_juror(name, last_name=f"Juror-{name}") for name in JURY}
        self.people |= jurors
        [tied] = give(self.file, jurors["tied"], declared=False)
        declare(tied, conflict=True, note=f"{TIED} mon frère")
        Review.objects.exclude(juror=jurors["tied"]).delete()  # those who were given it in their place
        give(self.file, jurors["declared"], jurors["sent"])
        give(self.file, jurors["undeclared"], declared=False)
        give(make_sent(self.grid, email="third@example.org"), jurors["elsewhere"])
        send(self.review("sent"), scores(comment=f"{PEER} parce que", whole=f"{PEER} en tout"))
        remark(self.file, jurors["sent"], f"{PEER} remarque", token=uuid.uuid4())
        add(self.person, f"{OWN} réponse", uuid.uuid4())
        self.version = self.answer(Outcome.REFUSE)

    def review(self, name: str) -> Review:
        return Review.objects.get(application=self.file, juror=self.people[name], round=self.file.round)

    def answer(self, outcome: str) -> str:
        """Write the decision. Returns its version."""
        words = Words("partly", f"{ANSWER} convaincus", f"{ANSWER} manque", f"{ANSWER} bilan")
        draft = Draft(dict.fromkeys(CODES, words), outcome, f"{ANSWER} merci", f"{ANSWER} mesurer")
        keep(self.file, self.people["lead"], draft, version=self.version)
        return draft.version

    def _follow(self) -> None:
        """From a file that is read to the state of the scene."""
        if self.state == "reading":
            return
        outcome = Outcome.ACCEPT if self.state in ("accepted", "published") else Outcome.REFUSE
        approve(self.file, self.people["lead"], version=self.answer(outcome))
        self.file.refresh_from_db()
        if self.state == "published":
            publish(self.file)

    def browser(self, name: str) -> Client:
        """The browser of somebody. Who came by a link long ago has come; who was removed has since been."""
        client = Client()
        emails = {"applicant": EMAIL, "other": "other@example.org", "removed": "removed@example.org"}
        if name in emails:
            session = client.session
            session[who.SESSION_NAME] = emails[name]
            session.save()
        elif self.people[name]:
            client.force_login(self.people[name])
        elif name in JURY:  # of a draft, nobody is a juror
            client.force_login(get_user_model().objects.filter(username=name).first() or make_juror(name))
        return client


def digest() -> str:
    """What the tables of applications and the private storage hold."""
    rows = [
        list(getattr(models, name).objects.order_by("pk").values_list())
        for name in models.__all__
        if hasattr(getattr(models, name), "objects")
    ]
    return hashlib.sha256(repr((rows, sorted(private_files()))).encode()).hexdigest()


def told(answer: Any) -> set[str]:
    """The secrets that an answer holds, in its body or in what stands above it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = f"{answer.headers}{body.decode('utf-8', 'replace')}".lower()
    return {word for word in SECRETS if word.lower() in text}
