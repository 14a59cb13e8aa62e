"""Each page type in a real browser: accessible, light, silent, and whole without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# One page of each type, in each language.
PAGES = {
    "home": ("/fr/", "/en/"),
    "concept index": ("/fr/comprendre/", "/en/learn/"),
    "concept": ("/fr/comprendre/rse-et-ess/", "/en/learn/csr-and-sse/"),
    "criteria": ("/fr/comprendre/cinq-criteres/", "/en/learn/five-criteria/"),
    "showcase": ("/fr/vitrine/", "/en/showcase/"),
    "showcase, filtered": ("/fr/vitrine/?criterion=risk&q=quartier", "/en/showcase/?country=MA&sdg=5"),
    "map": ("/fr/vitrine/carte/", "/en/showcase/map/"),
    "project": ("/fr/vitrine/genious-medina/", "/en/showcase/genious-medina/"),
    "glossary": ("/fr/glossaire/", "/en/glossary/"),
    "term": ("/fr/glossaire/innovation-sociale/", "/en/glossary/social-innovation/"),
    "content": ("/fr/a-propos/", "/en/about/"),
    "legal": ("/fr/mentions-legales/", "/en/legal-notice/"),
    "sources": ("/fr/sources/", "/en/sources/"),
    "contact": ("/fr/contact/", "/en/contact/"),
    "search": ("/fr/recherche/?q=coop%C3%A9rative", "/en/search/?q=cooperative"),
    "not found": ("/fr/nulle-part/", "/en/nowhere/"),
}
EVERY_PAGE = [pytest.param(path, id=path) for pair in PAGES.values() for path in pair]
MOST_BYTES = 60_000
MOST_BYTES_WITH_A_MAP = 110_000
# Only colours differ in the dark.
SCHEMES = {"light": None, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_axe_finds_nothing_in_light_and_dark_on_phone_and_desk(site, chromium, path):
    page = chromium.new_page()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site + path)
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true }")
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=options)
            assert found.violations_count == 0, f"{scheme} {width}px\n{found.generate_report()}"
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{width}px: the page is {overflow}px too wide"
    page.close()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_first_visit_is_light_silent_and_asks_nobody_else(site, chromium, path):
    context = chromium.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds, sizes, hosts, messages = {}, {}, set(), []
    session.on("Network.requestWillBeSent", lambda e: hosts.add(e["request"]["url"].split("/")[2]))
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(site + path, wait_until="networkidle")
    heavy = sum(
        sizes.get(key, 0)
        for key, kind in kinds.items()
        if kind in ("Document", "Stylesheet", "Script", "Fetch")
    )
    context.close()
    assert 0 < heavy <= (MOST_BYTES_WITH_A_MAP if path in PAGES["map"] else MOST_BYTES)
    assert hosts == {site.removeprefix("http://")}
    missing = path in PAGES["not found"]
    assert [message for message in messages if not (missing and "404" in message)] == []


@pytest.mark.parametrize("path", ["/fr/vitrine/", "/en/learn/csr-and-sse/"])
def test_pictures_come_in_light_formats_with_their_size(site, chromium, path):
    page = chromium.new_page()
    page.goto(site + path)
    pictures = page.locator("picture").all()
    assert pictures
    for picture in pictures:
        types = [source.get_attribute("type") for source in picture.locator("source").all()]
        assert types[:2] == ["image/avif", "image/webp"]
        image = picture.locator("img")
        assert image.get_attribute("width")
        assert image.get_attribute("height")
        assert image.get_attribute("alt") is not None
        assert " " in (picture.locator("source").first.get_attribute("srcset") or "")
    page.close()


def test_a_reader_finds_a_concept_a_term_and_a_project_without_javascript(site, chromium):
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(site)
    expect(page).to_have_url(f"{site}/fr/")
    page.get_by_role("searchbox").fill("coopérative")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.locator(".results li").first).to_be_visible()
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Glossaire").click()
    page.locator(".letter a").first.click()
    expect(page).to_have_url(re.compile("/fr/glossaire/[a-z-]+/$"))
    expect(page.locator("h1")).to_have_count(1)
    page.goto(site + "/fr/vitrine/")
    page.locator(".project-card a").first.click()
    expect(page.locator(".assessment")).to_have_count(5)
    page.locator(".languages a").click()
    expect(page).to_have_url(re.compile(f"^{site}/en/showcase/"))
    context.close()


def test_a_message_is_sent_without_javascript_and_kept_once(site, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/en/contact/")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Subject").fill("A question")
    page.get_by_label("Message").fill("How is a badge decided?")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Send the message").click()
    expect(page.locator(".thanks")).to_be_visible()
    context.close()
