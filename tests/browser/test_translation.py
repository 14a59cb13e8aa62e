"""A sentence changes, shows on the board, is mended where the board leads, and leaves the board."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TERM = "coopérative"


@pytest.fixture
def admin(site, chromium) -> Page:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en").new_page()
    page.goto(f"{site}/admin/login/?next=/admin/account/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "a-password-for-tests")
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/account/**")
    return page


def row(page: Page, site: str):
    page.goto(f"{site}/admin/reports/translation-board/?q={TERM}")
    return page.locator("table.listing tbody tr").filter(has=page.get_by_role("link", name=TERM, exact=True))


def test_a_stale_sentence_is_found_from_the_board_and_mended(site, admin):
    problems: list[str] = []
    admin.on(
        "console",
        lambda message: problems.append(message.text) if "Content Security" in message.text else None,
    )
    source = admin.goto(f"{site}/admin/terms/?q={TERM}") and admin.get_by_role("link", name=TERM, exact=True)
    source.first.click()
    definition = admin.locator("[name=short_definition]")
    definition.fill(definition.input_value() + " Une phrase de plus.")
    admin.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    admin.locator("[name=action-publish]").click()
    admin.wait_for_load_state()

    stale = row(admin, site)
    expect(stale.locator(".studio-state--stale")).to_be_visible()
    stale.get_by_role("link").first.click()
    shown = admin.locator("li.studio-shown")
    expect(shown).to_have_id(re.compile(r"^segment-\d+$"))
    sentence = admin.locator(f"#{shown.get_attribute('id')}")
    expect(sentence).to_contain_text("Une phrase de plus.")
    expect(sentence).to_be_in_viewport()
    sentence.get_by_role("button").first.click()
    sentence.locator("textarea").fill("A cooperative belongs to its members. One sentence more.")
    # The word of the editor comes before that of the server.
    with admin.expect_response(lambda answer: answer.request.method == "PUT"):
        sentence.get_by_role("button").last.click()
    expect(sentence).to_have_class(re.compile(r"(^|\s)complete"))
    expect(row(admin, site).locator(".studio-state--draft")).to_be_visible()
    row(admin, site).get_by_role("link").first.click()
    admin.locator("footer button:visible").first.click()
    admin.wait_for_load_state()
    expect(row(admin, site).locator(".studio-state--in_step")).to_be_visible()
    assert problems == []
