"""Every page of applications in a real browser, of files in every state: accessible, light, and usable by
keyboard, on a phone and on a desk.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import MOST_BYTES, MOST_BYTES_WITH_A_MAP, SCHEMES
from tests.browser.waiting import until

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

# What somebody may ask of a browser to read better (WCAG 1.4.12).
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  const spaces = { "line-height": "1.5", "letter-spacing": "0.12em", "word-spacing": "0.16em" };
  const all = Object.entries(spaces).map(([name, value]) => `${name}: ${value} !important`).join(";");
  sheet.replaceSync(`* { ${all} } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# What a finger meets: all but links in running text, whose size is that of the text.
TOO_SMALL = """() => {
  const met = document.querySelectorAll("main :is(button, select, summary, input, textarea, .button)");
  const unseen = ".visually-hidden, .visually-hidden *, .field--trap *, [type=hidden]";
  return [...met].filter((each) => each.checkVisibility() && !each.matches(unseen))
    .map((each) => ["checkbox", "radio"].includes(each.type) ? each.closest("label") : each)
    .filter((each) => each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def browsers(filed, chromium) -> Iterator[Callable[[str], Page]]:
    """A page in the browser of each person, or of nobody; whatever its console says fails the test."""
    pages: dict[str, Page] = {}

    def of(who: str = "applicant") -> Page:
        if who not in pages:
            context = chromium.new_context(base_url=filed.address, locale="fr", reduced_motion="reduce")
            if who:
                context.add_cookies([filed.cookie(who)])
            pages[who] = context.new_page()
        return pages[who]

    yield of
    for page in pages.values():
        page.context.close()


def parameters(*groups: dict[str, tuple]) -> list:
    return [pytest.param(values, id=name) for group in groups for name, values in group.items()]


def see(page: Page, path: str, width: int, scheme: Any, **options: Any) -> None:
    """Open it, unfold what is folded, and let axe look."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    found = Axe().run(page, **options)
    assert found.violations_count == 0, f"{scheme} {width}px {path}\n{found.generate_report()}"
    assert overflow(page) <= 0, f"{width}px: {path} is too wide"


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("place", parameters(OPEN_TO_ALL, OWN))
def test_axe_finds_nothing_on_the_pages_of_who_applies(filed, browsers, place):
    page = browsers("" if place in OPEN_TO_ALL.values() else "applicant")
    see(page, filed.page(*place, language="fr"), 320, "light")
    assert page.evaluate(TOO_SMALL) == []
    see(page, filed.page(*place, language="en"), 1280, "dark")


@pytest.mark.parametrize("place", parameters(CHECKED))
def test_axe_finds_nothing_where_something_is_to_be_corrected(filed, browsers, place):
    page = browsers()
    see(page, filed.page(*place) + "?check=1", 320, "dark")
    expect(page.locator(".form__errors")).to_be_visible()


# Of Wagtail's own frame around a page its makers take care.
@pytest.mark.parametrize("place", parameters(JURY))
def test_axe_finds_nothing_on_the_pages_of_the_jury(filed, browsers, place):
    who, name, state = place
    for scheme, rules in SCHEMES.items():
        see(browsers(who), filed.desk(name, state), 1280, scheme, context="#main", options=rules)


@pytest.mark.parametrize("path", TEAM.values(), ids=TEAM)
def test_axe_finds_nothing_on_the_pages_of_the_team(filed, browsers, path):
    for scheme, rules in SCHEMES.items():
        see(browsers("lead"), path, 1280, scheme, context="#main", options=rules)


@pytest.mark.parametrize("place", parameters(CHECKED))
def test_nothing_is_lost_of_a_page_that_is_enlarged_or_spaced(filed, browsers, place):
    page = browsers()
    page.set_viewport_size({"width": 640, "height": 450})  # a screen of 1280 at 200 %
    page.goto(filed.page(*place) + "?check=1")
    assert overflow(page) <= 0
    page.set_viewport_size({"width": 320, "height": 450})
    page.evaluate(SPACE_OUT)
    assert overflow(page) <= 0
    for button in page.locator("main :is(button, .button):visible:not(.visually-hidden)").all():
        assert button.evaluate("each => each.scrollHeight - each.clientHeight") <= 1


WEIGHED = {
    **OPEN_TO_ALL,
    **{name: OWN[name] for name in ("files", "overview, complete", "section with evidence", "questions")},
    **{name: OWN[name] for name in ("section with images", "approve", "section with a map", "preview")},
}


@pytest.mark.parametrize("place", parameters(WEIGHED))
def test_a_first_visit_is_light_silent_and_asks_nobody_else(filed, chromium, place):
    context = chromium.new_context()
    context.add_cookies([filed.cookie("applicant")])
    page = context.new_page()
    said, hosts, sizes = [], set(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("requestfinished", lambda request: sizes.append((request.resource_type, request.sizes())))
    page.goto(filed.address + filed.page(*place), wait_until="networkidle")
    context.close()
    heavy = sum(
        size["responseBodySize"] + size["responseHeadersSize"]
        for kind, size in sizes
        if kind in ("document", "stylesheet", "script", "fetch")
    )
    assert 0 < heavy <= (MOST_BYTES_WITH_A_MAP if place[-1] == "place" else MOST_BYTES)
    assert hosts == {filed.address.removeprefix("http://")}
    assert said == []


def focused(page: Page) -> str:
    """What has the focus: its id, else its name, else its text."""
    return page.evaluate(
        "(each => each.id || each.name || each.textContent.trim().slice(0, 40))(document.activeElement)"
    )


def test_by_keyboard_one_meets_the_skip_link_and_then_each_field_in_its_order(filed, browsers):
    page = browsers()
    page.goto(filed.page("section", "complete", "contacts", language="en"))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    met = []
    while not met or met[-1] != "All sections":
        page.keyboard.press("Tab")
        met.append(focused(page))
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", f"nobody sees that {met[-1]} has the focus"
        assert len(met) < 15, met
    fields = ["contact_name", "contact_role", "phone", "other"]
    assert met[-7:] == [*(f"id_{name}" for name in fields), "go-on", "keep", "All sections"]


@pytest.mark.parametrize(
    ("place", "button", "summary", "field"),
    [
        pytest.param(("check",), "See the answer", "answer", "need", id="check"),
        pytest.param(("section", "faulty", "contacts"), "Save", "saved", "contact_name", id="section"),
        pytest.param(("appeal", "refused"), "Send the appeal", "answer", "text", id="appeal"),
        pytest.param(("still-true", "published"), "Send", "answer", "answer", id="still true"),
        pytest.param(("people", "faulty"), "Send the invitation", "answer", "email", id="people"),
    ],
)
def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(filed, browsers, place, button, summary, field):
    page = browsers()
    page.goto(filed.page(*place, language="en"))
    press = page.get_by_role("button", name=button, exact=True)
    press.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    until(page, "id => document.activeElement.id === id", summary)
    page.locator(f"#{summary} a").first.focus()
    page.keyboard.press("Enter")
    here = page.locator(f"[name={field}]").first
    if here.get_attribute("type") == "radio":  # the link leads to the group
        expect(page.locator(f"fieldset#id_{field} > legend")).to_be_in_viewport()
        page.keyboard.press("Tab")
    expect(here).to_be_focused()
