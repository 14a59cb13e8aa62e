"""The editors' studio in a real browser: two people on one page, previews, pasting from a word processor, the
button to call.
"""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.server import ADMIN_PASSWORD
from tests.browser.studio import Studio, sitting

pytestmark = pytest.mark.browser

CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(editor, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', 'text');
  editor.focus();
  editor.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
}"""


def enter(chromium, site: str, name: str = "admin"):
    """A page of somebody signed in, in a browser of their own, and the errors that it meets."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if "Security Policy" in line.text else None)
    Studio(page, site, "en").sign_in(name)
    return page, errors


def open_editor(page, site: str, kind: str, words: str) -> None:
    """The editor of the first page of a list that a search finds."""
    page.goto(f"{site}/admin/{kind}/?q={words}&language=fr")
    page.locator("[data-listing-page-title] a").first.click()
    page.wait_for_url("**/edit/**")
    page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def moderator(site, chromium) -> str:
    """The name of a second person, whom the administrator lets in as a moderator."""
    page, errors = enter(chromium, site)
    page.goto(site + "/admin/users/new/")
    page.locator("#id_username").fill("mona")
    page.locator("#id_email").fill("mona@example.org")
    page.locator("#id_first_name").fill("Mona")
    page.locator("#id_last_name").fill("M.")
    page.locator("#id_password1").fill(ADMIN_PASSWORD)
    page.locator("#id_password2").fill(ADMIN_PASSWORD)
    page.locator("#tab-label-roles").click()
    page.get_by_label("Modération · Moderators").check()
    page.locator("main button[type=submit]").last.click()
    page.wait_for_url("**/admin/users/")
    assert errors == []
    page.context.close()
    return "mona"


def test_two_people_on_one_page_lose_no_word(site, chromium, moderator):
    first, first_errors = enter(chromium, site)
    second, second_errors = enter(chromium, site, moderator)
    for page in (first, second):
        open_editor(page, site, "concepts", "financer")
    # By its button alone, so that the moment is the test's: saving by itself would refuse, and say so.
    for page in (first, second):
        page.evaluate("document.querySelector('form[data-edit-form]').removeAttribute('data-controller')")
    second.locator("#id_summary").fill("Les mots de Mona.")
    with second.expect_navigation():
        second.evaluate("document.querySelector('form[data-edit-form]').submit()")
    first.locator("#id_summary").fill("Les mots de la première personne.")
    first.evaluate("document.querySelector('form[data-edit-form]').submit()")
    first.wait_for_url("**/two-versions/**")
    expect(first.locator("main")).to_contain_text("Mona M.")
    first.get_by_role("link", name="Compare the two versions").click()
    for words in ("Les mots de Mona", "la première personne"):
        expect(first.locator("main")).to_contain_text(words)
    first.go_back()
    first.get_by_role("link", name="Go on with my version").click()
    expect(first.locator("#id_summary")).to_have_value("Les mots de la première personne.")
    second.reload()
    expect(second.locator("#id_summary")).to_have_value("Les mots de Mona.")
    assert first_errors == second_errors == []
    first.context.close()
    second.context.close()


def test_the_preview_shows_both_languages_in_the_width_of_a_phone(site, chromium):
    page, errors = enter(chromium, site)
    open_editor(page, site, "terms", "coop%C3%A9rative")
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe, iframe[data-w-preview-target=iframe]").first
    expect(frame.locator("html[lang=fr] h1")).to_be_visible()
    assert frame.locator("html").evaluate("() => innerWidth") <= 375
    page.locator("select[name=preview_mode], #id_preview_mode").select_option("in-en")
    expect(frame.locator("html[lang=en] h1")).to_be_visible()
    assert errors == []
    page.context.close()


@pytest.mark.parametrize("program", ["word", "libreoffice", "google-docs"])
def test_what_is_pasted_keeps_its_structure_and_drops_the_noise(site, chromium, program):
    page, errors = enter(chromium, site)
    open_editor(page, site, "terms", "coop%C3%A9rative")
    editor = page.locator("[data-contentpath=long_definition] .public-DraftEditor-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    editor.evaluate(PASTE, (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8"))
    written = page.locator("[name=long_definition]")
    expect(written).to_have_value(re.compile("Premier point"))
    content = json.loads(written.input_value())
    blocks = [(block["type"], block["depth"], block["text"].strip()) for block in content["blocks"]]
    text = "\n".join(words for _kind, _depth, words in blocks)
    assert ("unordered-list-item", 0, "Premier point") in blocks
    assert ("unordered-list-item", 1, "Sous-point") in blocks
    assert ("ordered-list-item", 0, "Numéroté") in blocks
    assert any(words.startswith("Titre") for _kind, _depth, words in blocks)
    for noise in ("\u00ad", "[1]", "lien1", "AB1", "Le commentaire", "retirée", "mso-"):
        assert noise not in text
    styles = {
        (style["style"], block["text"][style["offset"] : style["offset"] + style["length"]])
        for block in content["blocks"]
        for style in block["inlineStyleRanges"]
    }
    assert {style for style, _words in styles} == {"BOLD", "ITALIC"}
    assert ("BOLD", "mot gras") in styles
    links = [entity["data"]["url"] for entity in content["entityMap"].values() if entity["type"] == "LINK"]
    assert links == ["https://example.org/page"]
    assert errors == []
    page.context.close()


def test_an_editor_gives_the_number_and_the_call_button_appears_at_once(site, chromium):
    with sitting(chromium, site, "fr", "admin") as editor:
        errors: list[str] = []
        editor.page.on("pageerror", lambda error: errors.append(str(error)))
        editor.go("/admin/snippets/home/siteframe/")
        editor.page.get_by_role("row", name="Français").get_by_role("link", name="Passerelle").click()
        editor.page.locator("#id_phone").fill("+33 1 23 45 67 89")
        editor.page.locator("button[type=submit]", has_text="Enregistrer").first.click()
        expect(editor.page.locator(".messages .success")).to_be_visible()
        visitor = chromium.new_page(viewport={"width": 320, "height": 700})
        for path in ("/fr/", "/fr/vitrine/"):
            visitor.goto(site + path)
            expect(visitor.locator(".button--call")).to_have_attribute("href", "tel:+33123456789")
            assert Axe().run(visitor).violations_count == 0
            assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
        visitor.close()
        editor.go("/fr/")
        expect(editor.page.locator("wagtail-userbar")).to_have_count(1)
        assert errors == []
