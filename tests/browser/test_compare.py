"""Gathering projects to compare in a real browser: with and without JavaScript, by keyboard, and for axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser

SHOWCASE = "/en/showcase/"
COMPARED = "/en/showcase/compare/?project=genious-medina&project=buurtzorg&project=simplon&project=siel-bleu"


ADDRESS = re.compile(r"/compare/\?project=")


def compared(page: Page) -> Locator:
    """The names at the head of the table, in their order."""
    return page.locator("thead .compare__title")


def test_what_is_ticked_stays_ticked_while_filters_change_the_list(open_page):
    page = open_page(SHOWCASE)
    page.check("#compare-genious-medina")
    page.check("#compare-buurtzorg")
    page.click("#finder-country > summary")
    page.check("#finder-country-FR")
    expect(page.locator("#compare-buurtzorg")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("project="))
    page.check("#compare-simplon")
    expect(page).not_to_have_url(re.compile("project="))
    page.uncheck("#finder-country-FR")
    expect(page.locator("#compare-buurtzorg")).to_be_checked()
    page.click("#compare button")
    expect(page).to_have_url(ADDRESS)
    expect(compared(page)).to_have_count(3)
    assert set(compared(page).all_text_contents()) == {"Buurtzorg Nederland", "Genious Medina", "Simplon.co"}


def test_one_that_filters_hide_goes_along_and_a_fifth_cannot_be_ticked(open_page):
    page = open_page(SHOWCASE)
    for slug in ("genious-medina", "buurtzorg", "simplon", "siel-bleu"):
        page.check(f"#compare-{slug}")
    expect(page.locator("#compare-la-fageda")).to_be_disabled()
    page.click("#finder-country > summary")
    page.check("#finder-country-MA")
    expect(page.locator("#compare-buurtzorg")).to_have_count(0)
    page.uncheck("#compare-genious-medina")
    page.click("#compare button")
    expect(page).to_have_url(ADDRESS)
    expect(compared(page)).to_have_count(3)
    assert set(compared(page).all_text_contents()) == {"Buurtzorg Nederland", "Siel Bleu", "Simplon.co"}


def test_without_javascript_one_ticks_compares_adds_and_takes_away(open_page):
    page = open_page(SHOWCASE, java_script_enabled=False)
    page.check("#compare-simplon")
    page.check("#compare-siel-bleu")
    page.click("#compare button")
    expect(compared(page)).to_have_text(["Siel Bleu", "Simplon.co"])
    page.fill("#compare-add", "Buurtzorg")
    page.press("#compare-add", "Enter")
    page.click(".compare__offers a")
    expect(compared(page)).to_have_text(["Siel Bleu", "Simplon.co", "Buurtzorg Nederland"])
    page.click(".compare__remove >> nth=0")
    expect(compared(page)).to_have_text(["Simplon.co", "Buurtzorg Nederland"])


def test_the_table_scrolls_by_keyboard_under_its_first_column(open_page):
    page = open_page(COMPARED, viewport={"width": 360, "height": 740})
    region = page.locator(".compare__scroll")
    region.focus()
    before = page.locator("tbody th[scope=row]").first.bounding_box()["x"]
    for _press in range(6):
        page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.compare__scroll').scrollLeft > 40")
    assert page.locator("tbody th[scope=row]").first.bounding_box()["x"] == before
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(open_page, scheme, width):
    searching = "/fr/vitrine/comparer/?project=simplon&project=x&add=eau"
    for path in (COMPARED, searching, "/en/showcase/compare/", SHOWCASE):
        page = open_page(path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"
