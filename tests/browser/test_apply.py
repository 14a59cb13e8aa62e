"""From the first e-mail to the published bilingual page: an applicant at a telephone, two jurors, a moderator
and an administrator, each at their own browser, with a real mail server between them.
"""

import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.applications.world import COMPLETE
from tests.browser.applicant import Applicant, at_telephone, shown
from tests.browser.board import follow_board, state_on_board, translate_what_waits
from tests.browser.post import Post, link_in
from tests.browser.studio import Studio, sitting
from tests.factories import CODES

pytestmark = pytest.mark.browser

OFFLINE = "No connection: what you type is kept in this browser, and saved when the connection is back."
APPROVED = (
    "Thank you. The editors know that you have approved the page; they publish it now, "
    "and we write to you that day."
)
FILE = re.compile(r"/[0-9a-f-]{36}/$")
QUEUE = "/admin/applications/queue/"
NAMES = {"fr": "Le puits d’à côté", "en": "The well next door"}
SUMMARIES = {"fr": "Un village répare son puits.", "en": "A village repairs its well."}
CRITERIA = [f"criterion-{code}" for code in CODES]
SECTIONS = ["project", "need", "people", *CRITERIA, "figures", "place", "images", "contacts", "consent"]
PEOPLE = {"lead": "Moderators", "tess": "Translators", "jo": "Jurors", "jim": "Jurors"}
CHANGED = {"fr": "Deux villages réparent leur puits.", "en": "Two villages repair their well."}


@dataclass(frozen=True)
class World:
    """What the people of one journey share."""

    site: str
    chromium: Browser
    post: Post
    language: str
    script: bool

    @property
    def name(self) -> str:
        return NAMES[self.language]

    @property
    def other_name(self) -> str:
        return NAMES["en" if self.language == "fr" else "fr"]

    def applicant(self):
        email = f"nora-{self.language}@example.org"
        return at_telephone(self.chromium, self.site, self.language, self.post, email, script=self.script)

    def sitting(self, who: str):
        return sitting(self.chromium, self.site, self.language, who)

    def someone(self, who: str) -> str:
        return f"{who}-{self.language}"


@pytest.fixture(params=[("fr", True), ("en", False)], ids=["French, with a script", "English, without"])
def world(request, site, chromium, post) -> World:
    language, script = request.param
    return World(site, chromium, post, language, script)


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    paths = {"row-0-file": tmp_path / "etude.pdf", "picture": tmp_path / "puits.png"}
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(paths["row-0-file"])
    Image.new("RGB", (960, 640), tuple(os.urandom(3))).save(paths["picture"])
    return paths


def answers(world: World, files: dict[str, Path]) -> dict[str, dict[str, Any]]:
    """{section: what is typed in it}."""
    said = {code: dict(fields) for code, fields in COMPLETE.items()}
    said["project"] |= {"name": world.name, "summary": SUMMARIES[world.language]}
    said["criterion-novelty"] |= {"row-1-title": "Notes", "row-1-file": files["row-0-file"]}
    picture = {"file": files["picture"], "alt": "Le puits", "credit": "Nora B.", "permission": "on"}
    said["images"] = {f"row-0-{name}": value for name, value in picture.items()}
    return {code: said[code] for code in SECTIONS}


def test_a_project_applies_is_read_answered_and_published(world, files):
    make_people(world)
    with world.applicant() as applicant:
        look_before(applicant)
        begin(applicant)
        write_file(applicant, answers(world, files))
        if world.script:
            lose_the_connection(applicant)
        state = send(applicant, world)
    jurors = read(world)
    with world.applicant() as applicant:  # on another device
        answer_question(applicant, world)
    score(world, jurors)
    decide(world)
    with world.applicant() as applicant:
        approve_page(applicant, world)
    publish(world)
    with world.applicant() as applicant:
        see_it_published(applicant, world, state)


def make_people(world: World) -> None:
    with world.sitting("admin") as owner:
        for who, role in PEOPLE.items():
            owner.add_person(world.someone(who), role)


# --- The applicant


def look_before(applicant: Applicant) -> None:
    """What is asked and how it is judged, word for word; and a check that keeps nothing."""
    applicant.go({"fr": "/fr/vitrine/", "en": "/en/showcase/"}[applicant.language])
    applicant.follow("Propose a project")
    applicant.reads("How it is judged")
    expect(applicant.page.locator(".criterion-sheet")).to_have_count(6)
    applicant.follow("Is it for your project?")
    questions = applicant.page.locator("form fieldset")
    expect(questions.first).to_be_visible()
    applicant.page.wait_for_load_state()
    for question in questions.all():
        question.get_by_label(applicant.words("Yes"), exact=True).check()
    applicant.press("See the answer")
    applicant.reads("Yes, it very likely is")
    applicant.follow("Begin, or go on")


def begin(applicant: Applicant) -> None:
    applicant.ask_for_link()
    link = applicant.come_by_letter("Your link to Passerelle")
    applicant.press("Begin a file")
    expect(applicant.page).to_have_url(FILE)
    here = applicant.page.url
    applicant.page.goto(link)  # used, it opens nothing more
    applicant.reads("This link is no longer good")
    applicant.page.goto(here)


def write_file(applicant: Applicant, said: dict[str, dict[str, Any]]) -> None:
    """One section after the other. With a script, all but files is saved before a button is pressed."""
    applicant.follow("Begin")
    for code, fields in said.items():
        expect(applicant.page).to_have_url(re.compile(f"/{code}/"))
        applicant.fill_section(fields)
        if applicant.script and not any(isinstance(value, Path) for value in fields.values()):
            expect(applicant.page.locator("[data-kept]")).to_have_text(
                shown(applicant.words("Saved at {time}").partition("{")[0])
            )
        last = code == list(said)[-1]
        applicant.press("Save and go back to the file" if last else "Save and go on")
    applicant.reads("Look once more and send")


def lose_the_connection(applicant: Applicant) -> None:
    """What is typed without a connection is there when it is back; what was shown as saved stays saved."""
    page, kept = applicant.page, applicant.page.locator("[data-kept]")
    applicant.follow("The need")
    field = page.locator("[name=need]")
    page.context.set_offline(True)
    field.fill("L’eau manquait deux jours sur trois.")
    expect(kept).to_have_text(shown(applicant.words(OFFLINE)))
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(kept).to_have_text(shown(applicant.words("Saved at {time}").partition("{")[0]))
    page.reload()
    expect(field).to_have_value("L’eau manquait deux jours sur trois.")
    applicant.follow("All sections")


def send(applicant: Applicant, world: World) -> str:
    """Looked at as the page that it will be, and sent once. Returns the address of its state."""
    applicant.follow("See the future page")
    expect(applicant.page.get_by_role("heading", level=1)).to_have_text(shown(world.name))
    expect(applicant.page.locator("main")).to_contain_text(SUMMARIES[world.language])
    applicant.page.go_back()
    applicant.follow("Look once more and send")
    applicant.press("Send to the jury")
    applicant.reads("What comes next")
    letter = applicant.letter("Received: %(application)s", application=world.name)
    [receipt] = letter.iter_attachments()
    with pikepdf.open(io.BytesIO(receipt.get_payload(decode=True))) as paper:
        assert len(paper.pages) >= 1
    assert link_in(letter).startswith(world.site)
    return applicant.page.url.partition("?")[0]


def answer_question(applicant: Applicant, world: World) -> None:
    """Come by the letter on another device; answer, change a section, and see it before and after."""
    applicant.come_by_letter("A question of the jury about %(application)s", application=world.name)
    applicant.reads("The jury")
    expect(applicant.page.locator(".thread")).to_contain_text("Combien de puits ?")
    applicant.follow("The project")
    applicant.type("summary", CHANGED[world.language])
    applicant.press("Save")
    expect(applicant.page).to_have_url(re.compile("saved=1"))
    applicant.follow("Questions and answers")
    changes = applicant.page.locator("main")
    expect(changes).to_contain_text(SUMMARIES[world.language])
    expect(changes).to_contain_text(CHANGED[world.language])
    applicant.page.locator("#thread-form textarea").fill("Deux.")
    applicant.press("Send the answers")
    applicant.reads("What comes next")


def approve_page(applicant: Applicant, world: World) -> None:
    """The answer with its reasons, then the page, part by part."""
    applicant.come_by_letter("Accepted: %(application)s", application=world.name)
    applicant.reads("Your project enters the showcase")
    expect(applicant.page.locator("main")).to_contain_text("Une étude le montre.")
    applicant.come_by_letter("Check the page of %(application)s", application=world.name)
    parts = applicant.page.locator(".part [type=checkbox]")
    expect(parts.first).to_be_visible()
    applicant.page.wait_for_load_state()
    for part in parts.all():
        part.check()
    applicant.press("I approve the page")
    applicant.reads(APPROVED)


def see_it_published(applicant: Applicant, world: World, state: str) -> None:
    """Letters lead to the page and to its translation; the state of the file stays where it was."""
    for subject, name in (("Published", world.name), ("Translated", world.other_name)):
        letter = applicant.letter(f"{subject}: %(application)s", application=world.name)
        applicant.page.goto(link_in(letter))
        expect(applicant.page.get_by_role("heading", level=1)).to_contain_text(shown(name))
        expect(applicant.page.locator(".project-badges .badge--verified")).to_have_count(len(CODES))
    applicant.page.goto(state)  # a device that knows nobody yet
    applicant.ask_for_link()
    applicant.come_by_letter("Your link to Passerelle")
    expect(applicant.page).to_have_url(state)
    applicant.reads("See the public page")


# --- The team


def open_file(person: Studio, world: World) -> None:
    person.go(f"{QUEUE}?q={world.name.split()[1]}")
    person.page.get_by_role("link", name=shown(world.name)).first.click()
    person.page.wait_for_url(re.compile(r"/applications/\d+/$"))


def read(world: World) -> list[str]:
    """The two who were given it by load declare, and one asks a question. Returns their names."""
    with world.sitting(world.someone("lead")) as lead:
        open_file(lead, world)
        people = lead.page.locator(".jury__people li > span")
        for _second in range(60):  # the worker is about to give it out
            if people.count() == 2:
                break
            lead.page.wait_for_timeout(1000)
            lead.page.reload()
        expect(people).to_have_count(2)
        jurors = [line.split(" Test")[0].lower() for line in people.all_inner_texts()]
    for juror in jurors:
        world.post.next_to(f"{juror}@example.org")
        with world.sitting(juror) as person:
            open_file(person, world)
            assert "Ce qui le montre" not in person.page.content()  # closed until they have declared
            person.page.locator("[name=conflict][value=no]").check()
            person.page.get_by_role("button", name=person.words("Declare")).click()
            expect(person.page.locator("main")).to_contain_text("Ce qui le montre")
            if juror == jurors[0]:
                person.fill("ask-text", "Combien de puits ?")
                person.page.get_by_role("button", name=person.words("Ask the project")).click()
                expect(person.page.locator("#thread-section, main").first).to_contain_text(
                    "Combien de puits ?"
                )
    return jurors


def score(world: World, jurors: list[str]) -> None:
    """Each alone with the evidence; what the first found is not told to the second before theirs is sent."""
    for number, juror in enumerate(jurors):
        with world.sitting(juror) as person:
            open_file(person, world)
            main = person.page.locator("main")
            expect(main).to_contain_text(CHANGED[world.language])
            expect(main.get_by_role("link", name="https://example.org/novelty")).to_be_visible()
            assert "Une étude le montre." not in person.page.content()
            for code in CODES:
                finding = "demonstrated" if code != "risk" or number else "partly"
                person.page.locator(f"[name={code}-finding][value={finding}]").check()
                person.fill(f"{code}-comment", f"Une étude le montre. ({number})")
            person.page.get_by_role("button", name=person.words("Send my scores")).click()
            expect(person.page.locator(".jury__scores").first).to_contain_text(f"({number})")
    with world.sitting(jurors[0]) as person:
        open_file(person, world)
        expect(person.page.locator(".jury__degree--near")).to_have_count(1)


def decide(world: World) -> None:
    with world.sitting(world.someone("lead")) as lead:
        open_file(lead, world)
        lead.page.get_by_role("link", name=lead.words("Write the decision")).click()
        expect(lead.page.locator("[name=novelty-convinced]")).to_have_value(
            re.compile("Une étude le montre.")
        )
        lead.page.locator("[name=outcome][value=accept]").check()
        lead.fill("opening", "Nous avons lu avec plaisir.")
        for code in CODES:
            lead.page.locator(f"[name={code}-finding][value=demonstrated]").check()
            lead.fill(f"{code}-convinced", "Une étude le montre.")
            lead.fill(f"{code}-missing", "")
        lead.page.get_by_role("button", name=lead.words("Keep and read the letter")).click()
        expect(lead.page.locator(".decision__letter")).to_contain_text("Nous avons lu avec plaisir.")
        sent = len(world.post.letters)
        lead.page.get_by_role("button", name=lead.words("Approve and send")).click()
        expect(lead.page.locator(".messages .success")).to_be_visible()
        assert len(world.post.letters) >= sent


def publish(world: World) -> None:
    """The page and its translation go through the hands of those who publish every other page."""
    with world.sitting(world.someone("lead")) as lead:
        open_file(lead, world)
        lead.page.get_by_role("link", name=lead.words("The page")).click()
        lead.page.wait_for_url("**/edit/**")
        lead.choose("action-publish")
    with world.sitting(world.someone("tess")) as translator:
        follow_board(translator, world.name)
        translator.page.wait_for_url("**/edit/**")
        translate_what_waits(translator, {world.name: world.other_name})
    with world.sitting(world.someone("lead")) as lead:
        follow_board(lead, world.name)
        lead.page.wait_for_url("**/edit/**")
        lead.publish_translation()
        state_on_board(lead, world.name, "in_step")
