"""Finding projects in a real browser: by keyboard, with and without JavaScript, in a list and on the map."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def cards(page: Page):
    return page.locator(".project-card")


def test_a_choice_by_keyboard_changes_the_list_the_counts_and_the_address(open_page):
    page = open_page("/fr/vitrine/")
    expect(cards(page)).to_have_count(18)
    choice = page.locator("#finder-criterion-risk")
    number = int(choice.locator("xpath=..").locator(".finder__count").inner_text().split()[0])
    choice.focus()
    page.keyboard.press("Space")
    expect(cards(page)).to_have_count(number)
    assert page.url.endswith("/fr/vitrine/?criterion=risk")
    expect(choice).to_be_focused()
    expect(choice).to_be_checked()
    expect(page.locator("#finder-count")).to_contain_text(str(number))
    page.go_back()
    expect(cards(page)).to_have_count(18)
    expect(choice).not_to_be_checked()
    page.go_forward()
    expect(cards(page)).to_have_count(number)


def test_words_are_searched_while_they_are_typed_and_none_is_lost(open_page):
    page = open_page("/en/showcase/")
    field = page.locator("#finder-q")
    field.click()
    page.keyboard.type("fog", delay=60)
    expect(cards(page)).to_have_count(1)
    page.keyboard.type(" w", delay=700)
    expect(field).to_have_value("fog w")
    expect(field).to_be_focused()


def test_what_is_chosen_is_taken_off_one_by_one(open_page):
    page = open_page("/en/showcase/?sector=housing&sector=places&status=ended")
    expect(page.locator(".finder__summary li")).to_have_count(4)
    page.get_by_role("link", name="Status: ended").click()
    expect(page.locator(".finder__summary li")).to_have_count(3)
    assert page.url.endswith("?sector=housing&sector=places")
    page.locator(".finder__clear").click()
    expect(cards(page)).to_have_count(18)


def test_what_a_reader_has_opened_stays_open(open_page):
    page = open_page("/fr/vitrine/")
    page.locator("#finder-country summary").click()
    page.locator("#finder-country-MA").check()
    expect(page.locator(".finder__summary li")).to_have_count(2)
    expect(page.locator("#finder-country")).to_have_attribute("open", "")
    page.locator("#finder-country-MA").uncheck()
    expect(page.locator(".finder__summary")).to_have_count(0)
    expect(page.locator("#finder-country")).to_have_attribute("open", "")


def test_without_javascript_the_form_does_the_same(open_page):
    page = open_page("/fr/vitrine/", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.locator(".finder__all > summary").click()
    page.locator("#finder-criterion-policy-partly").check()
    page.locator("#finder-q").fill("quartier")
    page.locator(".finder [type=submit]").first.click()
    assert "q=quartier" in page.url
    assert "criterion=policy-partly" in page.url
    expect(page.locator("#finder-criterion-policy-partly")).to_be_checked()
    expect(page.locator(".finder__summary li")).to_have_count(3)


def test_the_map_is_walked_by_keyboard_and_the_list_follows(open_page):
    page = open_page("/fr/vitrine/carte/")
    points = page.locator(".map__point")
    expect(points.first).to_be_visible()
    title = page.locator(".map-page__title")
    before = title.inner_text()
    cluster = page.locator(".map__point:not(.map__point--one)").first
    cluster.focus()
    page.keyboard.press("Enter")
    expect(title).not_to_have_text(before)
    assert page.locator(".map-page__list li").count() < 18
    near = title.inner_text()
    page.locator(".leaflet-control-zoom-out").focus()
    page.keyboard.press("Enter")
    expect(title).not_to_have_text(near)


def test_a_point_leads_to_its_project(open_page):
    page = open_page("/en/showcase/map/?country=BR")
    point = page.locator(".map__point--one")
    expect(point).to_have_attribute("aria-label", "Banco Palmas")
    point.click()
    page.locator(".leaflet-popup-content").get_by_role("link", name="Banco Palmas").click()
    page.wait_for_url("**/en/showcase/banco-palmas/")


def test_without_javascript_the_list_stands_for_the_map(open_page):
    page = open_page("/fr/vitrine/carte/", java_script_enabled=False)
    expect(page.locator("#map")).to_be_hidden()
    expect(page.locator(".map-page__list li")).to_have_count(18)
