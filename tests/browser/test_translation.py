"""A sentence changes, shows on the board, is mended where the board leads, and leaves the board."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.board import row_on_board, state_on_board
from tests.browser.studio import sitting

pytestmark = pytest.mark.browser

TERM = "coopérative"


def test_a_stale_sentence_is_found_from_the_board_and_mended(site, chromium):
    problems: list[str] = []
    with sitting(chromium, site, "en", "admin") as person:
        page = person.page
        page.on(
            "console",
            lambda message: problems.append(message.text) if "Content Security" in message.text else None,
        )
        person.go(f"/admin/terms/?q={TERM}")
        page.get_by_role("link", name=TERM, exact=True).first.click()
        definition = page.locator("[name=short_definition]")
        definition.fill(definition.input_value() + " Une phrase de plus.")
        person.choose("action-publish")

        state_on_board(person, TERM, "stale")
        row_on_board(person, TERM).get_by_role("link").first.click()
        shown = page.locator("li.studio-shown")
        expect(shown).to_have_id(re.compile(r"^segment-\d+$"))
        sentence = page.locator(f"#{shown.get_attribute('id')}")
        expect(sentence).to_contain_text("Une phrase de plus.")
        expect(sentence).to_be_in_viewport()
        sentence.get_by_role("button").first.click()
        sentence.locator("textarea").fill("A cooperative belongs to its members. One sentence more.")
        # The word of the editor comes before that of the server.
        with page.expect_response(lambda answer: answer.request.method == "PUT"):
            sentence.get_by_role("button").last.click()
        expect(sentence).to_have_class(re.compile(r"(^|\s)complete"))
        state_on_board(person, TERM, "draft")
        row_on_board(person, TERM).get_by_role("link").first.click()
        person.publish_translation()
        state_on_board(person, TERM, "in_step")
    assert problems == []
