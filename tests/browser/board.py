"""The translation board and the translation editor, as somebody at a browser uses them."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.studio import Studio

ADDRESS = re.compile(r"[a-z0-9-]+")
BOARD = "/admin/reports/translation-board/"


def state_on_board(person: Studio, title: str, state: str) -> None:
    """Asserts the state of a page on the board, as this person sees it."""
    expect(row_on_board(person, title).locator(f".studio-state--{state}")).to_be_visible()


def row_on_board(person: Studio, title: str) -> Locator:
    person.go(f"{BOARD}?q={title.split()[-1]}")
    rows = person.page.locator("table.listing tbody tr")
    return rows.filter(has=person.page.get_by_role("link", name=title, exact=True))


def follow_board(person: Studio, title: str) -> None:
    row_on_board(person, title).get_by_role("link", name=title, exact=True).click()


def translate_what_waits(translator: Studio, words: dict[str, str]) -> None:
    """Each sentence that waits gets its words, or its own marked as English; an address stays one."""
    page = translator.page
    waiting = page.locator("li.incomplete")
    expect(waiting.first).to_be_attached()
    while left := waiting.count():
        key = waiting.first.get_attribute("id")
        sentence = page.locator(f"#{key}")
        if not sentence.is_visible():
            page.evaluate("key => { location.hash = key }", key)  # opens the tab that it is in
        source = sentence.locator("p").first.inner_text().strip()
        sentence.get_by_role("button").first.click()
        mark = "-en" if ADDRESS.fullmatch(source) else " (en)"
        sentence.locator("textarea").fill(words.get(source, source + mark))
        # It shows what it has before it is kept.
        with page.expect_response(lambda answer: answer.request.method == "PUT") as kept:
            sentence.get_by_role("button").last.click()
        assert kept.value.ok
        expect(waiting).to_have_count(left - 1)
