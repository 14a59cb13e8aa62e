"""A page's whole life, each role at its own browser, in both languages of the admin."""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.board import follow_board, state_on_board, translate_what_waits
from tests.browser.studio import Studio, sitting

pytestmark = pytest.mark.browser

ROLES = ("Administrators", "Editors", "Translators", "Moderators", "Jurors")


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "atelier.png"
    # Of a colour of its own: the library asks before it takes the same picture twice.
    Image.new("RGB", (960, 600), tuple(os.urandom(3))).save(path)
    return path


def write_concept(editor: Studio, title: str, picture: Path) -> None:
    """A draft with nine kinds of block, in French, as an editor makes it."""
    editor.fill("title", title)
    editor.fill("summary", "Ce que change le fait de décider ensemble.")
    number = editor.add_block("Heading")
    editor.fill(number, "Qui décide ?")
    number = editor.add_block("Text")
    editor.write(f"{number}-text", "Les habitants décident avec la commune. L’ESS le fait depuis longtemps.")
    number = editor.add_block("Definition")
    editor.fill(f"{number}-text", "Une décision prise avec les personnes concernées.")
    editor.fill(f"{number}-attribution", "Passerelle, 2026")
    number = editor.add_block("Quotation")
    editor.fill(f"{number}-original", "Rien pour nous sans nous")
    editor.fill(f"{number}-text", "Rien pour nous sans nous")
    editor.fill(f"{number}-attribution", "Devise, années 1990")
    number = editor.add_block("Key points")
    editor.fill(f"{number}-title", "Deux points")
    editor.add_items(f"{number}-points", 2)
    for place, words in enumerate(("Écouter", "Choisir")):
        editor.fill(f"{number}-points-{place}-value-title", words)
        editor.fill(f"{number}-points-{place}-value-text", f"{words} prend du temps.")
    number = editor.add_block("Picture")
    editor.upload_picture(f"{number}-image", picture, "Un atelier de quartier")
    editor.fill(f"{number}-alt_text", "Douze personnes autour d’une table")
    number = editor.add_block("Zoom")
    editor.fill(f"{number}-title", "À Fortaleza")
    editor.write(f"{number}-text", "Un quartier a créé sa banque.")
    number = editor.add_block("In brief")
    editor.fill(f"{number}-title", "En bref")
    editor.fill(f"{number}-points-0-value", "On décide mieux à plusieurs.")
    number = editor.add_block("Timeline")
    editor.fill(f"{number}-title", "Deux dates")
    editor.add_items(f"{number}-items", 2)
    for place, (date, event) in enumerate((("1844", "Rochdale"), ("2014", "La loi française sur l’ESS"))):
        editor.fill(f"{number}-items-{place}-value-date", date)
        editor.fill(f"{number}-items-{place}-value-title", event)


def start_concept(editor: Studio) -> None:
    """An empty form for a concept page, under the French index."""
    found = editor.page.request.get(f"{editor.address}/admin/api/main/pages/?locale=fr").json()["items"]
    parent = next(page["id"] for page in found if page["meta"]["type"] == "home.ConceptIndexPage")
    editor.go(f"/admin/pages/add/home/conceptpage/{parent}/")


def approve(moderator: Studio, title: str) -> str:
    """Approved from the dashboard, where it waits, through the page itself. Returns where readers find it."""
    moderator.go("/admin/")
    moderator.page.locator("#awaiting-review-section").get_by_role("link", name=title).first.click()
    moderator.page.wait_for_url("**/edit/")
    editor = moderator.page.url
    moderator.choose("approve")
    return moderator.live_address(editor)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_written_approved_translated_changed_and_mended(site, chromium, picture, language):
    title = f"Décider ensemble {language}"
    people = {role: f"{role.lower()}-{language}" for role in ROLES}
    with sitting(chromium, site, language, "admin") as owner:
        owner.add_person(people["Administrators"], "Administrators")
    with sitting(chromium, site, language, people["Administrators"]) as administrator:
        for role in ROLES[1:]:
            administrator.add_person(people[role], role)

    with sitting(chromium, site, language, people["Editors"]) as editor:
        start_concept(editor)
        write_concept(editor, title, picture)
        publish = editor.page.locator("footer [name=action-publish]")
        expect(publish).to_have_count(0)
        editor.choose("action-submit")
        expect(publish).to_have_count(0)
        editor_url = editor.page.url.removeprefix(site)

    with sitting(chromium, site, language, people["Jurors"]) as juror:
        juror.go(editor_url)
        expect(juror.page).to_have_url(f"{site}/admin/")
        assert title not in juror.page.content()

    with sitting(chromium, site, language, people["Moderators"]) as moderator:
        address = approve(moderator, title)
    reader = chromium.new_page()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)
    for words in ("Qui décide", "Rien pour nous sans nous", "Rochdale", "À Fortaleza"):
        expect(reader.locator("main")).to_contain_text(words)
    expect(reader.locator("a.term").first).to_be_visible()

    with sitting(chromium, site, language, people["Translators"]) as translator:
        state_on_board(translator, title, "missing")
        follow_board(translator, title)
        translator.page.locator("[name=locales]").check()
        translator.page.locator("main form [type=submit]").last.click()
        translator.page.wait_for_url("**/edit/**")
        translate_what_waits(translator, {title: f"Deciding together {language}"})
        state_on_board(translator, title, "draft")

    with sitting(chromium, site, language, people["Moderators"]) as moderator:
        follow_board(moderator, title)
        moderator.page.wait_for_url("**/edit/**")
        english = moderator.live_address(moderator.page.url)
        moderator.publish_translation()
        state_on_board(moderator, title, "in_step")
    reader.goto(english)
    expect(reader.get_by_role("heading", level=1)).to_have_text(f"Deciding together {language}")
    assert "/en/" in reader.url

    with sitting(chromium, site, language, people["Editors"]) as editor:
        editor.go("/admin/concepts/")
        editor.page.get_by_role("link", name=title).first.click()
        editor.fill("summary", "Ce que change vraiment le fait de décider ensemble.")
        editor.choose("action-submit")
    with sitting(chromium, site, language, people["Moderators"]) as moderator:
        approve(moderator, title)

    with sitting(chromium, site, language, people["Translators"]) as translator:
        state_on_board(translator, title, "stale")
        follow_board(translator, title)
        expect(translator.page.locator("li.incomplete")).to_have_count(1)
        translate_what_waits(translator, {})
    with sitting(chromium, site, language, people["Moderators"]) as moderator:
        follow_board(moderator, title)
        moderator.publish_translation()
        state_on_board(moderator, title, "in_step")
    reader.reload()
    expect(reader.locator("main")).to_contain_text("vraiment")
    reader.close()
