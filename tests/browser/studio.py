"""The admin as somebody at a browser uses it: what the journeys and the guide's pictures share."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.server import ADMIN_PASSWORD


class Studio:
    """One person's browser in the admin. `language` is the language of the admin; `address` is the site's."""

    def __init__(self, page: Page, address: str, language: str):
        self.page = page
        self.address = address
        self.language = language

    def words(self, text: str) -> str:
        """A text of the admin as this person reads it."""
        with override(self.language):
            return gettext(text)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, username: str, password: str = ADMIN_PASSWORD) -> None:
        self.go("/admin/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("[type=submit]")
        self.page.wait_for_url(self.address + "/admin/")

    def add_person(self, username: str, role: str) -> None:
        """An account with one role, made on the screen where administrators make it."""
        self.go("/admin/users/new/")
        fields = {"username": username, "email": f"{username}@example.org"}
        fields |= {"first_name": username.capitalize(), "last_name": "Test"}
        fields |= {"password1": ADMIN_PASSWORD, "password2": ADMIN_PASSWORD}
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)
        self.page.click("a[role=tab][href='#tab-roles']")
        self.page.get_by_label(re.compile(role), exact=False).first.check()
        self.page.locator("form [type=submit]").last.click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    # The page editor

    def add_block(self, label: str, stream: str = "body") -> str:
        """Adds a block at the end of a stream by its name in the picker. Returns the prefix of its fields."""
        self.page.evaluate("jQuery.fx.off = true")  # a button that slides away is pressed and not clicked
        root = self.page.locator(f"#{stream}-root")
        count = self.page.locator(f"[name={stream}-count]")
        number = int(count.input_value())
        root.locator("> [data-streamfield-stream-container] > div > .c-sf-add-button").last.click()
        self.page.get_by_role("option", name=self.words(label), exact=True).click()
        expect(count).to_have_value(str(number + 1))
        expect(self.page.locator(".w-combobox")).to_have_count(0)
        return f"{stream}-{number}-value"

    def add_items(self, name: str, total: int) -> None:
        """Makes the list of a block `total` items long."""
        count = self.page.locator(f"[name='{name}-count']")
        buttons = count.locator("xpath=..").locator("> [data-streamfield-list-container] > .c-sf-add-button")
        while int(count.input_value()) < total:
            buttons.last.click()

    def fill(self, name: str, value: str) -> None:
        self.page.locator(f"[name='{name}']").fill(value)

    def write(self, name: str, text: str) -> None:
        """Rich text, typed where a person types it."""
        self.rich_text(name).click()
        self.page.keyboard.type(text)

    def rich_text(self, name: str) -> Locator:
        editor = self.page.locator("[data-draftail-editor-wrapper]")
        field = self.page.locator(f"[data-streamfield-widget]:has(> [name='{name}'])")
        return (
            field.or_(self.page.locator(f"div:has(> [name='{name}'])"))
            .locator(editor)
            .locator("[contenteditable=true]")
        )

    def upload_picture(self, name: str, file: Path, title: str) -> None:
        """A new picture, through the chooser of a field."""
        self.page.locator(f"#{name}-chooser [data-chooser-action-choose]").first.click()
        dialog = self.page.locator(".modal-dialog")
        dialog.locator("a[role=tab][href='#tab-upload']").click()
        form = dialog.locator("form[enctype]")
        form.locator("[type=file]").set_input_files(file)
        form.locator("[name$=title]").fill(title)
        form.locator("[type=submit]").click()
        expect(dialog).to_have_count(0)

    def choose_snippet(self, name: str, title: str) -> None:
        self.page.locator(f"#{name}-chooser [data-chooser-action-choose]").first.click()
        dialog = self.page.locator(".modal-dialog")
        dialog.locator("[name=q]").fill(title)
        dialog.get_by_role("link", name=title).first.click()
        expect(dialog).to_have_count(0)

    def choose(self, action: str) -> None:
        """An entry of the menu at the foot of the editor, by the name of its button."""
        button = self.page.locator(f"footer [name={action}], footer [data-workflow-action-name={action}]")
        if not button.first.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
        button.first.click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def publish_translation(self) -> None:
        """In the translation editor."""
        self.page.locator("footer button:visible").first.click()
        expect(self.page.locator(".messages .success").first).to_be_visible()

    def live_address(self, editor_url: str) -> str:
        """Where readers find the page that is edited at this address."""
        number = editor_url.split("/pages/")[1].split("/")[0]
        found = self.page.request.get(f"{self.address}/admin/api/main/pages/{number}/").json()
        return found["meta"]["html_url"]


@contextmanager
def sitting(browser: Browser, address: str, language: str, username: str) -> Iterator[Studio]:
    """Somebody signed in, in a browser of their own."""
    context = browser.new_context(locale=language, viewport={"width": 1280, "height": 900})
    try:
        studio = Studio(context.new_page(), address, language)
        studio.sign_in(username)
        yield studio
    finally:
        context.close()
