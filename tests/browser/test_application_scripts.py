"""The scripts of the pages on which a project writes: the map, the proof of work, two who write at once."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture
def sit(filed, chromium) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own: that of somebody, or of nobody. Whatever a console says fails the test,
    but for what is said to be expected.
    """
    contexts, said, expected = [], [], []

    def sit_(who: str = "applicant", path: str = "", allows: str = "", **options) -> Page:
        context = chromium.new_context(base_url=filed.address, locale="fr", **options)
        contexts.append(context)
        if who:
            context.add_cookies([filed.cookie(who)])
        page = context.new_page()
        expected.append(allows)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield sit_
    for context in contexts:
        context.close()
    allowed = [each for each in expected if each]
    assert [text for text in said if not any(each in text for each in allowed)] == []


def saved(page: Page) -> None:
    """Wait until all that was typed is with the server: the browser keeps nothing of it any more."""
    expect(page.locator("[data-kept]")).to_have_text(re.compile("^Enregistré à"))
    until(page, "!Object.keys(localStorage).some(key => key.startsWith('passerelle:'))")


def section(filed, code: str) -> str:
    return filed.page("section", "shared", code)


# The place on the map

DRAWN = """() => [...document.querySelectorAll(".map__land")].map((each) => each.getAttribute("d")).join()"""


def numbers(page: Page) -> tuple[float, float]:
    return tuple(float(page.locator(f"[name={name}]").input_value()) for name in ("latitude", "longitude"))


def look_at_lyon(page: Page) -> None:
    """A point to start from, whatever another test has left there."""
    expect(page.locator(".map__land").first).to_be_attached()
    page.fill("[name=latitude]", "45.75")
    page.fill("[name=longitude]", "4.85")
    page.keyboard.press("Tab")
    page.locator(".pick__map").scroll_into_view_if_needed()
    expect(page.locator(".map__point--one")).to_be_in_viewport()


def test_a_click_on_the_map_fills_in_the_coordinates_and_saves_them(filed, sit):
    page = sit(path=section(filed, "place"), reduced_motion="reduce")
    look_at_lyon(page)
    map_ = page.locator(".pick__map")
    before = numbers(page)
    map_.click(position={"x": 60, "y": 40})
    north_west = numbers(page)
    assert north_west[0] > before[0]
    assert north_west[1] < before[1]
    saved(page)
    page.reload()
    assert numbers(page) == north_west
    expect(page.locator(".map__point--one")).to_be_in_viewport()


def test_by_keyboard_the_arrows_move_the_map_and_enter_takes_its_centre(filed, sit):
    page = sit(path=section(filed, "place"), reduced_motion="reduce")
    look_at_lyon(page)
    page.locator(".pick__map").focus()
    page.keyboard.press("Enter")
    before = numbers(page)
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    south_east = numbers(page)
    assert south_east[0] < before[0]
    assert south_east[1] > before[1]
    expect(page.locator("[data-pick] [role=status]")).to_contain_text(f"{south_east[0]:.5f}")
    expect(page.locator(".pick__map")).to_be_focused()
    saved(page)


def test_coordinates_that_are_typed_move_the_map_and_its_point(filed, sit):
    page = sit(path=section(filed, "place"), reduced_motion="reduce")
    expect(page.locator(".map__land").first).to_be_attached()
    for latitude, longitude in (("-33,92", "18.42"), ("48,85", "2.35")):  # a comma is a point
        land = page.evaluate(DRAWN)
        page.fill("[name=latitude]", latitude)
        page.fill("[name=longitude]", longitude)
        page.keyboard.press("Tab")
        until(page, f"land => ({DRAWN})() !== land", land)
        page.locator(".pick__map").scroll_into_view_if_needed()
        expect(page.locator(".map__point--one")).to_be_in_viewport()


# The proof of work


def test_a_browser_solves_its_task_by_itself_and_the_link_is_sent(filed, sit):
    page = sit("", filed.page("enter"))
    page.fill("[name=email]", "somebody@example.org")
    page.wait_for_timeout(2100)
    page.keyboard.press("Enter")
    expect(page.locator("#answer.thanks")).to_be_visible()


def test_without_the_proof_nothing_is_sent_and_the_address_stays(filed, sit):
    page = sit("", filed.page("enter"), allows="422", java_script_enabled=False)
    page.fill("[name=email]", "somebody@example.org")
    page.wait_for_timeout(2100)
    page.locator("[type=submit]", has_text="lien").click()
    expect(page.locator(".form__errors li")).to_contain_text("navigateur")
    expect(page.locator("[name=email]")).to_have_value("somebody@example.org")


# Leaving, and writing at once


def test_what_was_typed_just_before_leaving_is_there_on_coming_back(filed, sit):
    page = sit(path=section(filed, "contacts"))
    page.fill("[name=phone]", "+212 5 24 00 00 00")
    page.locator(".form__buttons a").click()
    page.wait_for_url("**" + filed.page("file", "shared"))
    page.goto(section(filed, "contacts"))
    expect(page.locator("[name=phone]")).to_have_value("+212 5 24 00 00 00")


def test_of_two_people_who_write_at_once_neither_loses_a_word(filed, sit):
    claire, ali = (sit(who, section(filed, "need"), allows="409") for who in ("applicant", "colleague"))
    ali.fill("[name=unmet]", "Le réseau s’arrête à la rivière.")
    saved(ali)
    claire.fill("[name=unmet]", "Le réseau n’a jamais été prévu.")
    warned = claire.locator("[data-kept]")
    expect(warned).to_contain_text("ali.benjelloun@example.org")
    assert warned.evaluate("each => each.closest('[role=status]') !== null")
    claire.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(claire.locator(".notice--late")).to_contain_text("Rien n’est perdu")
    expect(claire.locator("[name=unmet]")).to_have_value("Le réseau n’a jamais été prévu.")
    expect(claire.locator("#id_unmet_other")).to_contain_text("Le réseau s’arrête à la rivière.")
    both = "Le réseau s’arrête à la rivière, et n’a jamais été prévu au-delà."
    claire.fill("[name=unmet]", both)
    claire.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(claire.locator("#saved .notice[role=status]")).to_be_visible()
    ali.reload()
    expect(ali.locator("[name=unmet]")).to_have_value(both)


def test_what_somebody_types_who_was_taken_off_the_file_stays_in_sight(filed, sit):
    page = sit(path=section(filed, "need"), allows="404")
    typed = "Le réseau n’a jamais été prévu au-delà de la rivière."
    page.route("**/section/need/*", lambda route: route.fulfill(status=404))
    page.fill("[name=unmet]", typed)
    for _press in range(2):
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.locator("[data-kept]")).to_contain_text("vous en a retiré l’accès")
        expect(page.locator("[name=unmet]")).to_have_value(typed)


def test_a_file_that_was_chosen_is_said_to_wait_for_a_button_and_is_not_left_behind_in_silence(filed, sit):
    page = sit(path=section(filed, "images"))
    page.locator("[name$=-alt]").last.fill("Le puits")
    page.locator("[type=file]").last.set_input_files(
        {"name": "puits.png", "mimeType": "image/png", "buffer": b"not saved yet"}
    )
    expect(page.locator("[data-kept]")).to_contain_text("part quand vous appuyez")
    saved(page)
    expect(page.locator("[data-kept]")).to_contain_text("part quand vous appuyez")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator(".form__buttons a").click()
    page.wait_for_url("**" + filed.page("file", "shared"))
    assert asked == ["beforeunload"]


def test_in_two_windows_of_one_person_the_second_is_told_of_the_first(filed, sit):
    first = sit(path=section(filed, "people"), allows="409")
    second = first.context.new_page()
    second.goto(section(filed, "people"))
    first.fill("[name=team]", "Deux salariées.")
    saved(first)
    second.fill("[name=team]", "Deux salariées et dix bénévoles.")
    expect(second.locator("[data-kept]")).to_contain_text("dans une autre fenêtre")
    second.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(second.locator("[name=team]")).to_have_value("Deux salariées et dix bénévoles.")
    expect(second.locator("#id_team_other")).to_contain_text("Deux salariées.")


# What a field says of itself


def test_a_field_counts_and_says_what_is_wrong_once_one_has_left_it(filed, sit):
    page = sit(path=section(filed, "project"))
    summary = page.locator("[name=summary]")
    count = summary.locator("xpath=following-sibling::p[1]")
    summary.fill("é" * 301)
    expect(count).to_have_text("301 sur 300 caractères")
    saved(page)
    gap = page.locator("#id_summary_gap")
    expect(gap).to_have_count(0)  # nobody is told off while they are in the field
    page.locator("[name=name]").focus()
    expect(gap).to_be_visible()
    expect(summary).to_have_attribute("aria-describedby", re.compile("id_summary_gap"))
    summary.fill("Un village répare son puits.")
    page.locator("[name=name]").focus()
    expect(gap).to_have_count(0)
    expect(summary).not_to_have_attribute("aria-invalid", "true")
