"""Every page of applications in a real browser, of files in every state: accessible, light, and usable by
keyboard, on a phone and on a desk.
"""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import SCHEMES

pytestmark = pytest.mark.browser

# {what it is: (name of the page, state of the file, what follows in its address)}
OPEN_TO_ALL = {
    "before": ("before",),
    "check": ("check",),
    "enter": ("enter",),
}
OWN = {
    "files": ("files",),
    "overview, new": ("file", "empty"),
    "overview, half done": ("file", "faulty"),
    "overview, complete": ("file", "complete"),
    "section with choices": ("section", "complete", "project"),
    "section with evidence": ("section", "complete", "criterion-novelty"),
    "section with images": ("section", "complete", "images"),
    "section with a map": ("section", "complete", "place"),
    "section of agreement": ("section", "complete", "consent"),
    "section with a question": ("section", "questions", "need"),
    "people": ("people", "faulty"),
    "what is missing": ("send", "faulty"),
    "sending": ("send", "complete"),
    "preview": ("preview", "complete"),
    "preview of nothing": ("preview", "empty"),
    "state, received": ("state", "received"),
    "state, questions": ("state", "questions"),
    "state, refused": ("state", "refused"),
    "state, published": ("state", "published"),
    "state, withdrawn": ("state", "withdrawn"),
    "questions": ("questions", "questions"),
    "answer, accepted": ("answer", "accepted"),
    "answer, appealed": ("answer", "appealed"),
    "appeal": ("appeal", "refused"),
    "approve": ("approve", "accepted"),
    "still true": ("still-true", "published"),
    "data of a draft": ("data", "complete"),
    "data, being read": ("data", "reading"),
}
# The same with what is wrong or missing said.
CHECKED = {
    "project, wrong": ("section", "faulty", "project"),
    "evidence, wrong": ("section", "faulty", "criterion-risk"),
    "agreement, missing": ("section", "faulty", "consent"),
}
# {what it is: (who looks, name of the page, state of the file)}
JURY = {
    "declaration": ("ada", "jury:file", "undeclared"),
    "scoring": ("ada", "jury:file", "reading"),
    "discussion": ("ada", "jury:file", "scored"),
    "assignment": ("lead", "jury:file", "received"),
    "questions": ("lead", "jury:file", "questions"),
    "appeal": ("lead", "jury:file", "appealed"),
    "decision, proposed": ("lead", "applications_decide", "scored"),
    "decision, written": ("lead", "applications_decide", "drafted"),
    "letter": ("lead", "applications_letter", "drafted"),
    "log": ("lead", "jury:log", "published"),
}
TEAM = {"queue": "/admin/applications/queue/", "figures": "/admin/reports/applications/"}

# The text of WCAG 1.4.12.
SPACED = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-block-end: 2em !important; }"""


@pytest.fixture(scope="module")
def browsers(filed, chromium) -> Iterator[Callable[[str], Page]]:
    """A page in the browser of each person, or of nobody; whatever its console says fails the test."""
    pages: dict[str, Page] = {}

    def of(who: str = "applicant") -> Page:
        if who not in pages:
            context = chromium.new_context(base_url=filed.address, locale="fr")
            if who:
                context.add_cookies([filed.cookie(who)])
            pages[who] = context.new_page()
        return pages[who]

    yield of
    for page in pages.values():
        page.context.close()


def parameters(*groups: dict[str, tuple]) -> list:
    return [pytest.param(values, id=name) for group in groups for name, values in group.items()]


def see(page: Page, path: str, width: int, **options) -> None:
    """Open it, and let axe look: in the light at everything, in the dark at colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(path)
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=rules, **options)
        assert found.violations_count == 0, f"{scheme} {width}px {path}\n{found.generate_report()}"
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{width}px: {path} is {overflow}px too wide"


@pytest.mark.parametrize("place", parameters(OPEN_TO_ALL, OWN))
def test_axe_finds_nothing_on_the_pages_of_who_applies(filed, browsers, place):
    page = browsers("" if place in OPEN_TO_ALL.values() else "applicant")
    see(page, filed.page(*place, language="fr"), 320)
    see(page, filed.page(*place, language="en"), 1280)


@pytest.mark.parametrize("place", parameters(CHECKED))
def test_axe_finds_nothing_where_something_is_to_be_corrected(filed, browsers, place):
    page = browsers()
    see(page, filed.page(*place) + "?check=1", 320)
    expect(page.locator(".form__errors")).to_be_visible()


# Of Wagtail's own frame around a page its makers take care.
@pytest.mark.parametrize("place", parameters(JURY))
def test_axe_finds_nothing_on_the_pages_of_the_jury(filed, browsers, place):
    who, name, state = place
    see(browsers(who), filed.desk(name, state), 1280, context="#main")


@pytest.mark.parametrize("path", TEAM.values(), ids=TEAM)
def test_axe_finds_nothing_on_the_pages_of_the_team(filed, browsers, path):
    see(browsers("lead"), path, 1280, context="#main")
