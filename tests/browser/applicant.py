"""Somebody who proposes a project, at a telephone: with a script in the browser, or without one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.post import Post, link_in

TELEPHONE = {"width": 360, "height": 740}


class Applicant:
    """One person's browser. `language` is that in which they read the site."""

    def __init__(self, page: Page, address: str, language: str, post: Post, email: str, *, script: bool):
        self.page = page
        self.address = address
        self.language = language
        self.post = post
        self.email = email
        self.script = script

    def words(self, text: str, **values: Any) -> str:
        """A text of the site as this person reads it."""
        with override(self.language):
            return gettext(text) % values if values else gettext(text)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def link(self, text: str, **values: Any) -> Locator:
        return self.page.locator("main").get_by_role("link", name=self.words(text, **values)).first

    def follow(self, text: str, **values: Any) -> None:
        self.link(text, **values).click()

    def press(self, text: str, **values: Any) -> None:
        name = self.words(text, **values)
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def reads(self, text: str, **values: Any) -> None:
        """Asserts that the page says this."""
        expect(self.page.locator("main")).to_contain_text(shown(self.words(text, **values)))

    def ask_for_link(self) -> None:
        self.page.get_by_label(self.words("Your e-mail address")).fill(self.email)
        self.page.wait_for_timeout(2500)  # nobody is taken for a robot who takes the time to read
        self.press("Send me the link")
        self.reads("A link is on its way")

    def letter(self, about: str, **values: Any) -> EmailMessage:
        """The letter that has come with this subject."""
        return self.post.next_to(self.email, self.words(about, **values))

    def come_by_letter(self, about: str, **values: Any) -> str:
        """Follow the link of the letter with this subject, and come in. Returns the link."""
        link = link_in(self.letter(about, **values))
        self.page.goto(link)
        self.press("Come in")
        return link

    def type(self, name: str, value: Any) -> None:
        """Fill in a field as its kind asks for it; of several fields of one name, those with these values."""
        field = self.page.locator(f"[name='{name}']:not([type=hidden])")
        kind = field.first.evaluate("field => field.type")
        if isinstance(value, Path):
            field.set_input_files(value)
        elif kind == "checkbox":
            for each in value if isinstance(value, list) else [value]:
                one = field.and_(self.page.locator(f"[value='{each}']"))
                (one if one.count() else field).first.check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)

    def fill_section(self, answers: dict[str, Any]) -> None:
        """Everything that is to be said in the section on the screen, a row after the other."""
        for row, fields in by_row(answers):
            if row and not self.page.locator(f"#row-{row}").count():
                self.press("Save and add another")
                expect(self.page.locator(f"#row-{row}")).to_be_attached()
            for name, value in fields.items():
                self.type(name, value)


def by_row(answers: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """[(number of the row, its fields)]; what is in no row comes with the first."""
    rows: dict[int, dict[str, Any]] = {0: {}}
    for name, value in answers.items():
        found = re.match(r"row-(\d+)-", name)
        rows.setdefault(int(found[1]) if found else 0, {})[name] = value
    return sorted(rows.items())


def shown(text: str) -> re.Pattern[str]:
    """A text as the page shows it: typeset, its spaces and apostrophes may be others."""
    signs = {" ": r"\s", "'": "['’]", "’": "['’]", "\u202f": r"\s", "\xa0": r"\s"}
    return re.compile("".join(signs.get(sign, re.escape(sign)) for sign in text))


@contextmanager
def at_telephone(
    browser: Browser, address: str, language: str, post: Post, email: str, *, script: bool
) -> Iterator[Applicant]:
    """Somebody at a browser of their own, which knows nothing yet."""
    context = browser.new_context(locale=language, viewport=TELEPHONE, java_script_enabled=script)  # type: ignore[arg-type]
    try:
        yield Applicant(context.new_page(), address, language, post, email, script=script)
    finally:
        context.close()
