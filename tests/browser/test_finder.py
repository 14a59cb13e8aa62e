"""Finding projects in a real browser: by keyboard, with and without JavaScript, in a list and on the map."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser

# The site has fewer projects than a page shows: a link to a second page stands in for the one of many.
SECOND_PAGE = """document.getElementById("finder-found").insertAdjacentHTML(
  "beforeend", '<nav class="pagination"><a rel="next" href="?page=2">Next page</a></nav>')"""
# A live region that is taken out, even to be put back, is a new one to a screen reader.
WATCH_REGION = """() => {
  const region = document.getElementById("finder-count");
  window.regionStayed = true;
  new MutationObserver((records) => {
    const taken = records.flatMap((record) => [...record.removedNodes]);
    if (taken.some((node) => node.contains(region))) window.regionStayed = false;
  }).observe(document.body, { childList: true, subtree: true });
}"""


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
    expect(page).to_have_url(re.compile(r"/fr/vitrine/\?criterion=risk$"))
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
    expect(page).to_have_url(re.compile(r"\?sector=housing&sector=places$"))
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


@pytest.mark.parametrize("words", ["Next page", "Status: ended", "Clear all"])
def test_who_follows_a_link_goes_on_at_the_heading_of_the_results(open_page, words):
    low = {"width": 1280, "height": 300}
    page = open_page("/en/showcase/?sector=housing&sector=places&status=ended", viewport=low)
    page.evaluate(SECOND_PAGE)
    page.get_by_role("link", name=words).focus()
    page.keyboard.press("Enter")
    heading = page.locator("#finder-count h2")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_going_back_takes_the_focus_from_nobody(open_page):
    page = open_page("/en/showcase/?sector=housing")
    page.locator(".finder__clear").click()
    heading = page.locator("#finder-count h2")
    expect(heading).to_be_focused()
    page.go_back()
    expect(page.locator(".finder__clear")).to_be_visible()
    expect(heading).to_be_focused()
    page.locator("#finder-q").focus()
    page.go_forward()
    expect(page.locator(".finder__clear")).to_have_count(0)
    expect(page.locator("#finder-q")).to_be_focused()


def test_the_live_region_stays_while_its_words_change(open_page):
    page = open_page("/en/showcase/")
    page.evaluate(WATCH_REGION)
    region = page.locator("#finder-count")
    page.locator("#finder-criterion-risk").check()
    expect(region).not_to_have_text("18 projects")
    expect(page.locator("#finder-criterion-risk")).to_be_focused()
    page.locator(".finder__clear").click()
    expect(region).to_have_text("18 projects")
    expect(cards(page)).to_have_count(18)
    assert page.evaluate("window.regionStayed")


def test_without_javascript_the_form_does_the_same(open_page):
    page = open_page("/fr/vitrine/", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.locator(".finder__all > summary").click()
    page.locator("#finder-criterion-policy-partly").check()
    page.locator("#finder-q").fill("quartier")
    page.locator(".finder [type=submit]").first.click()
    expect(page).to_have_url(re.compile("q=quartier"))
    expect(page).to_have_url(re.compile("criterion=policy-partly"))
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
    expect(page.locator(".map-page__list li")).not_to_have_count(18)
    near = title.inner_text()
    page.locator(".leaflet-control-zoom-out").focus()
    page.keyboard.press("Enter")
    expect(title).not_to_have_text(near)


def followed(response) -> bool:
    return "/map/?" in response.url


def press_and_follow(page: Page, key: str) -> None:
    """Press a key that moves the map, and wait until the list has followed."""
    with page.expect_response(followed):
        page.keyboard.press(key)
    expect(page.locator(".finder:not([aria-busy])")).to_be_visible()


def test_the_map_moves_and_is_filtered_without_a_reload_and_asks_once_each_time(open_page):
    page = open_page("/en/showcase/map/")
    expect(page.locator(".map__point").first).to_be_visible()
    page.evaluate("window.marker = 1")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "map.json" in request.url else None)
    page.locator("#map").focus()
    press_and_follow(page, "ArrowRight")
    page.locator("#finder-country summary").click()
    page.locator("#finder-country-BR").check()
    expect(page.locator(".map__point")).to_have_count(1)
    assert page.evaluate("window.marker") == 1
    assert len(asked) == 2, asked


@pytest.mark.parametrize("key", ["Enter", "Equal", "Minus", "ArrowRight"])
def test_the_focus_stays_among_the_points_when_the_map_is_moved_by_keyboard(open_page, key):
    page = open_page("/en/showcase/map/")
    page.locator(".map__point:not(.map__point--one)").first.focus()
    press_and_follow(page, key)
    expect(page.locator(".map__point:focus")).to_be_visible()


def test_a_point_that_stays_in_view_is_the_same_after_a_move(open_page):
    page = open_page("/en/showcase/map/?country=BR")
    point = page.locator(".map__point")
    point.focus()
    point.evaluate("point => { window.point = point }")
    press_and_follow(page, "Minus")
    assert point.evaluate("point => point === window.point")
    expect(point).to_be_focused()


def test_the_map_has_the_focus_where_no_point_is_left(open_page):
    page = open_page("/en/showcase/map/?country=BR")
    page.locator(".map__point").focus()
    press_and_follow(page, "Shift+ArrowRight")
    press_and_follow(page, "Shift+ArrowRight")
    expect(page.locator(".map__point")).to_have_count(0)
    expect(page.locator("#map")).to_be_focused()


def test_a_popup_at_the_edge_stays_open_as_the_map_moves_to_show_it(open_page):
    page = open_page("/en/showcase/map/?country=BR&bbox=-48,-15.2,-29,-3.5")
    point = page.locator(".map__point")
    expect(point).to_be_visible()
    before = point.bounding_box()["y"]
    assert before - page.locator("#map").bounding_box()["y"] < 20
    point.click()
    until(page, "y => document.querySelector('.map__point').getBoundingClientRect().y > y", before)
    expect(page.locator(".leaflet-popup").get_by_role("link", name="Banco Palmas")).to_be_visible()


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
