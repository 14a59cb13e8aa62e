"""A term's explanation in a real browser: by mouse, keyboard and touch, without JavaScript, and for axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser

PAGE = "/fr/comprendre/ess/"
ENGLISH_PAGE = "/en/learn/social-and-solidarity-economy/"


def term(page: Page, number: int = 0):
    return page.locator("article a.term").nth(number)


def card(page: Page):
    return page.locator(".term-card")


def test_the_mouse_opens_it_rests_on_it_and_leaves_it(open_page):
    page = open_page(PAGE)
    term(page).hover()
    expect(card(page)).to_be_visible()
    expect(card(page).locator("strong")).to_have_text("mutuelle", ignore_case=True)
    card(page).hover()
    page.wait_for_timeout(500)
    expect(card(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(card(page)).to_have_count(0)


def test_escape_dismisses_what_the_mouse_opened_without_moving_it(open_page):
    page = open_page(PAGE)
    term(page).hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_a_click_keeps_it_open_until_one_elsewhere(open_page):
    page = open_page(PAGE)
    term(page).click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    expect(card(page)).to_be_visible()
    assert page.url.endswith(PAGE)
    page.locator("h1").click()
    expect(card(page)).to_have_count(0)
    term(page).click()
    term(page).click()
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_keyboard_opens_it_reaches_its_link_and_comes_back(open_page, key):
    page = open_page(PAGE)
    link = term(page)
    link.focus()
    expect(link).to_have_attribute("aria-expanded", "false")
    page.keyboard.press(key)
    expect(card(page)).to_be_visible()
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(link).to_have_attribute("aria-controls", card(page).get_attribute("id"))
    expect(page.locator("p[role=status]")).to_contain_text("solidarité")
    page.keyboard.press("Tab")
    expect(card(page).get_by_role("link", name="Lire la fiche complète")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_the_keyboard_goes_on_and_leaves_it_behind(open_page):
    page = open_page(PAGE)
    term(page).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card(page)).to_have_count(0)
    expect(term(page, 1)).to_be_focused()


def test_its_link_leads_to_the_entry(open_page):
    page = open_page(PAGE)
    address = term(page).get_attribute("href")
    term(page).click()
    card(page).get_by_role("link").click()
    page.wait_for_url(f"**{address}")


def test_a_finger_opens_it_and_one_elsewhere_closes_it(open_page):
    page = open_page(PAGE, has_touch=True, viewport={"width": 320, "height": 640})
    term(page).tap()
    expect(card(page)).to_be_visible()
    box = card(page).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.touchscreen.tap(5, 5)
    expect(card(page)).to_have_count(0)


def test_a_modified_click_is_the_browsers_own(open_page):
    page = open_page(PAGE)
    with page.context.expect_page() as opened:
        term(page).click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile("/fr/glossaire/"))
    page.mouse.move(5, 5)
    expect(card(page)).to_have_count(0)


def test_one_at_a_time_and_it_stays_with_its_word(open_page):
    page = open_page(PAGE)
    term(page).click()
    term(page, 1).click()
    expect(card(page)).to_have_count(1)
    expect(term(page)).to_have_attribute("aria-expanded", "false")
    before = distance(page)
    page.mouse.wheel(0, 60)
    until(page, "scrollY === 60")
    assert abs(before - distance(page)) < 1


def settle(page: Page) -> None:
    """Wait until the card is open and has come to rest."""
    expect(card(page)).to_be_visible()
    page.evaluate(
        """async () => {
            const card = document.querySelector(".term-card");
            await Promise.all(card.getAnimations().map((animation) => animation.finished));
            await new Promise(requestAnimationFrame);
        }"""
    )


def distance(page: Page) -> float:
    """From the second term down to the open card, in pixels, once the card has settled."""
    settle(page)
    return page.evaluate(
        """() => document.querySelector(".term-card").getBoundingClientRect().top
            - document.querySelectorAll("article a.term")[1].getBoundingClientRect().top"""
    )


def test_without_javascript_it_is_a_link_and_the_words_are_on_the_page(open_page):
    page = open_page(PAGE, java_script_enabled=False)
    address = term(page).get_attribute("href")
    page.locator("details.terms > summary").click()
    entry = page.locator("details.terms dl > div").first
    expect(entry).to_be_visible()
    expect(entry.locator("a")).to_have_attribute("href", address)
    term(page).click()
    page.wait_for_url(f"**{address}")


def test_on_paper_the_words_are_there_and_no_card(open_page):
    page = open_page(PAGE)
    term(page).click()
    page.emulate_media(media="print")
    expect(page.locator("details.terms dd").first).to_be_visible()
    expect(card(page)).to_be_hidden()


@pytest.mark.parametrize("path", [PAGE, ENGLISH_PAGE])
def test_axe_finds_nothing_while_it_is_open(open_page, path):
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = open_page(path, color_scheme=scheme, viewport={"width": width, "height": 900})
            term(page).click()
            settle(page)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{scheme} {width}px\n{found.generate_report()}"
            page.context.close()


def test_it_is_seen_in_forced_colours_and_does_not_move_where_motion_is_reduced(open_page):
    page = open_page(PAGE, forced_colors="active", reduced_motion="reduce")
    term(page).click()
    style = card(page).evaluate("element => ({...getComputedStyle(element)})")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert style["borderLeftColor"] == ink != style["backgroundColor"]
    assert style["animationName"] == "none"
    line = term(page).evaluate("element => getComputedStyle(element).textDecorationLine")
    assert line == "underline"
