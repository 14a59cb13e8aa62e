"""`make guide-shots`: the pictures of the editors' guide, taken from the running site in both languages.

The site is started on a database of its own and brought, through its own admin, into the states that the
guide speaks of: a draft that waits for review, a sentence whose translation is late, a page in one language.
Each picture is then taken as an administrator sees it, and written to docs/guide/img/<language>/<name>.webp.
Chromium is the one at the path of CHROMIUM, or the one on the PATH. Names given as arguments take only those.
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

import polib  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, FloatRect, Locator, expect  # noqa: E402

from tests.browser.server import running_chromium, running_site  # noqa: E402
from tests.browser.studio import Studio, sitting  # noqa: E402

FOLDER = ROOT / "docs" / "guide" / "img"
LANGUAGES = ("fr", "en")
EDITOR, MODERATOR = "camille", "mona"
WIDTH, HEIGHT = 1200, 800
WIDE = 1400  # for lists, whose pictures leave the menu out
MENU = 200  # width of the admin's menu
QUALITY = 80
WORKER_SECONDS = 180
BOARD = "/admin/reports/translation-board/"
DRAFT = "Décider ensemble"
ALONE = "Accueillir un atelier"
CHANGED = "Financer l’innovation sociale"
NEW_SENTENCE = "Et ce qu’il reste à payer."
# The minutes since the site was made, and today's date, must not make another picture.
AGO = {"fr": "Il y a 5 minutes", "en": "5 minutes ago"}
STEADY = """ago => {
  document.querySelectorAll('time').forEach(time => { time.textContent = ago; });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(/\\b\\d{1,2} [A-Z][a-z]+ 20\\d\\d\\b/, '2 March 2026');
  }
}"""

Box = tuple[float, float, float, float]  # left, top, width, height


def save(studio: Studio, name: str, box: Box) -> None:
    """Write what the window shows in `box` as the picture of that name in the studio's language."""
    page = studio.page
    page.evaluate(STEADY, AGO[studio.language])
    left, top, width, height = box
    clip = {"x": left, "y": top, "width": width, "height": height}
    data = page.screenshot(clip=clip, animations="disabled", caret="hide")
    path = FOLDER / studio.language / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(data)).convert("RGB").save(path, quality=QUALITY, method=6)
    print(f"{path.relative_to(ROOT)} {path.stat().st_size / 1024:.0f} kB", flush=True)


def box_of(place: Locator) -> FloatRect:
    box = place.bounding_box()
    if box is None:
        raise LookupError(f"{place} is not to be seen.")
    return box


def around(place: Locator, margin: float = 16) -> Box:
    box = box_of(place)
    left, top = max(0, box["x"] - margin), max(0, box["y"] - margin)
    return left, top, box["width"] + 2 * margin, box["height"] + 2 * margin


def window(studio: Studio, width: int = WIDTH, height: int = HEIGHT) -> None:
    studio.page.set_viewport_size({"width": width, "height": height})


def bring(place: Locator, block: str = "center") -> None:
    """Scroll to a place; `block` is where in the window it comes to stand."""
    place.evaluate("(element, block) => element.scrollIntoView({block, behavior: 'instant'})", block)


def settled(studio: Studio, path: str) -> None:
    studio.go(path)
    studio.page.wait_for_load_state("networkidle")


def open_first(studio: Studio, listing: str, words: str) -> None:
    """The editor of the first French page that a list finds.

    The worker indexes pages after they are saved, in the order in which they were; so does it all that it
    works out from them.
    """
    found = studio.page.locator("[data-listing-page-title] a").first
    deadline = time.monotonic() + WORKER_SECONDS
    while True:
        settled(studio, f"/admin/{listing}/?language=fr&q={words}")
        if found.count() or time.monotonic() > deadline:
            break
        time.sleep(2)
    found.click()
    studio.page.wait_for_load_state("networkidle")


# The states that the pictures show.


def prepare(browser: Browser, address: str) -> None:
    with desk(browser, address, "en") as administrator:
        administrator.add_person(EDITOR, "Editors")
        administrator.add_person(MODERATOR, "Moderators")
        open_first(administrator, "concepts", CHANGED)
        summary = administrator.page.locator("[name=summary]")
        summary.fill(f"{summary.input_value()} {NEW_SENTENCE}")
        administrator.choose("action-publish")
        start_concept(administrator)
        administrator.fill("title", ALONE)
        administrator.fill("summary", "Ce qu’il faut prévoir avant d’ouvrir la porte.")
        number = administrator.add_block("Text")
        administrator.write(f"{number}-text", "Prévoyez une table, des chaises et du temps.")
        administrator.page.locator("[role=tab]").nth(1).click()
        administrator.fill("reviewed_on", "2025-01-15")
        # Leave the field, so that its calendar closes.
        administrator.page.keyboard.press("Tab")
        administrator.choose("action-publish")
    with desk(browser, address, "en", EDITOR) as editor:
        start_concept(editor)
        write_draft(editor)
        editor.choose("action-submit")
        # What was saved last is indexed last: the dashboard and the reports are then as they will stay.
        open_first(editor, "concepts", DRAFT)


def start_concept(studio: Studio) -> None:
    found = studio.page.request.get(f"{studio.address}/admin/api/main/pages/?locale=fr").json()["items"]
    parent = next(page["id"] for page in found if page["meta"]["type"] == "home.ConceptIndexPage")
    settled(studio, f"/admin/pages/add/home/conceptpage/{parent}/")


def write_draft(editor: Studio) -> None:
    """With things to mend: a quotation without source, an acronym that nothing explains, loose typography."""
    editor.fill("title", DRAFT)
    editor.fill("summary", "Ce que change le fait de décider ensemble.")
    number = editor.add_block("Heading")
    editor.fill(number, "Qui décide\u202f?")
    number = editor.add_block("Text")
    words = "Une coopérative ou une association de quartier choisit avec les habitants. "
    editor.write(
        f"{number}-text", words + "Le CCAS le fait aussi, avec l’ESS du territoire... et la mairie !"
    )
    number = editor.add_block("Quotation")
    for field in ("original", "text"):
        editor.fill(f"{number}-{field}", "Rien pour nous sans nous")
    editor.fill(f"{number}-attribution", "Devise, années 1990")


# The pictures.


def dashboard(studio: Studio) -> None:
    window(studio, height=1060)
    settled(studio, "/admin/")
    save(studio, "dashboard", (0, 0, WIDTH, 1060))


def picker(studio: Studio) -> None:
    window(studio, height=1000)
    open_first(studio, "concepts", CHANGED)
    page = studio.page
    adder = page.locator("#body-root > [data-streamfield-stream-container] > div > .c-sf-add-button").first
    bring(adder, "start")
    adder.click()
    page.locator(".w-combobox__option-preview").nth(7).click()
    page.frame_locator(".w-combobox-preview iframe").locator("body *").first.wait_for()
    page.wait_for_load_state("networkidle")
    save(studio, "picker", around(page.locator(".w-combobox-container"), 0))


def actions(studio: Studio) -> None:
    """Of a page that may be sent for review."""
    menu_at_the_foot(studio, ALONE, "action-submit")
    save(studio, "actions", (MENU, HEIGHT - 220, 640, 220))


def approve(studio: Studio) -> None:
    """Of a page that waits for whoever reviews it."""
    menu_at_the_foot(studio, DRAFT, "action-publish")
    save(studio, "approve", (MENU, HEIGHT - 300, 640, 300))


def menu_at_the_foot(studio: Studio, title: str, action: str) -> None:
    open_first(studio, "concepts", title)
    studio.page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    expect(studio.page.locator(f"footer [name={action}]")).to_be_visible()


def checks(studio: Studio) -> None:
    open_first(studio, "concepts", DRAFT)
    page = studio.page
    toggle = page.locator('[data-side-panel-toggle="checks"]')
    toggle.click()
    expect(page.locator("[data-content-readability-score]")).not_to_have_text("-", timeout=60_000)
    page.locator("[data-content-checker-name]").first.wait_for()
    page.wait_for_load_state("networkidle")
    save(studio, "checks", (MENU, 0, WIDTH - MENU, HEIGHT))
    # Which panels are open is remembered from page to page.
    toggle.click()


def terms(studio: Studio) -> None:
    open_first(studio, "concepts", DRAFT)
    page = studio.page
    page.locator("[role=tab]").nth(1).click()
    report = page.locator("[data-draft-report]")
    report.get_by_text("CCAS").first.wait_for()
    bring(report)
    save(studio, "terms", around(report, 6))


def translation(studio: Studio) -> None:
    window(studio, height=1000)
    open_translation(studio)
    bring(studio.page.locator(".studio-desk"), "start")
    studio.page.mouse.wheel(0, -90)
    studio.page.wait_for_timeout(300)
    save(studio, "translation", (MENU, 0, WIDTH - MENU, 900))


def open_translation(studio: Studio) -> None:
    """The English version of the page whose sentence has changed, from the board."""
    settled(studio, f"{BOARD}?q=financer")
    studio.page.locator("table.listing tbody a").first.click()
    studio.page.wait_for_load_state("networkidle")


def board(studio: Studio) -> None:
    window(studio, WIDE)
    settled(studio, BOARD)
    save(studio, "board", (MENU, 0, WIDE - MENU, 500))


def po_report(studio: Studio) -> None:
    """A file sent back with one line of each kind that matters."""
    open_translation(studio)
    page = studio.page
    export = page.locator("a[href*=pofile]").first
    data = page.request.get(studio.address + str(export.get_attribute("href"))).text()
    upload = page.locator("form[action*=pofile], form[enctype]").first
    file = {"name": "financer.po", "mimeType": "text/x-gettext-translation"}
    upload.locator("[type=file]").set_input_files({**file, "buffer": half_done(data, studio.language)})
    page.wait_for_url("**/pofile/upload/**")
    window(studio, height=900)
    save(studio, "po-report", (MENU, 30, WIDTH - MENU, 800))


def half_done(data: str, language: str) -> bytes:
    """The exported file with few lines left: one for each thing that can happen to a line."""
    file = polib.pofile(data)
    done = [entry for entry in file if len(entry.msgid) > 40 and entry.msgstr and "<" not in entry.msgstr][:4]
    same, taken, fuzzy, broken = done
    # Another wording in each language of the guide, so that it is new both times.
    taken.msgstr = f"{taken.msgstr.rstrip('.!')}{'.' if language == 'fr' else '!'}"
    fuzzy.flags.append("fuzzy")
    broken.msgstr = f"<b>{broken.msgstr}"
    waiting = next(entry for entry in file if not entry.msgstr)
    kept = polib.POFile()
    kept.metadata = file.metadata
    kept.extend([same, taken, waiting, fuzzy, broken])
    return str(kept).encode()


def term(studio: Studio) -> None:
    open_first(studio, "terms", "mutuelle")
    bring(studio.page.locator("[name=not_in]"))
    studio.page.mouse.wheel(0, -60)
    studio.page.wait_for_timeout(300)
    save(studio, "term", (MENU, 50, WIDTH - MENU, HEIGHT - 130))


def criteria(studio: Studio) -> None:
    open_first(studio, "projects", "")
    studio.page.locator("[role=tab]").nth(2).click()
    save(studio, "criteria", (MENU, 50, WIDTH - MENU, HEIGHT - 130))


def health(studio: Studio) -> None:
    window(studio, WIDE)
    settled(studio, "/admin/reports/health/?ordering=-code")
    save(studio, "health", (MENU, 0, WIDE - MENU, 520))


def roles(studio: Studio) -> None:
    settled(studio, "/admin/users/new/")
    studio.page.click("a[role=tab][href='#tab-roles']")
    save(studio, "roles", (MENU, 160, WIDTH - MENU, 400))


def explanation(studio: Studio) -> None:
    """On the public site, in the language of the guide."""
    paths = {"fr": "/fr/comprendre/ess/", "en": "/en/learn/social-and-solidarity-economy/"}
    settled(studio, paths[studio.language])
    page = studio.page
    link = page.locator("article a.term").first
    bring(link)
    link.click()
    expect(page.locator(".term-card")).to_be_visible()
    text = box_of(page.locator("article p").filter(has=page.locator("a.term")).first)
    save(studio, "explanation", (text["x"] - 24, text["y"] - 24, text["width"] + 140, 300))


SHOTS: list[Callable[[Studio], None]] = [
    dashboard,
    picker,
    actions,
    approve,
    checks,
    terms,
    translation,
    board,
    po_report,
    term,
    criteria,
    health,
    roles,
    explanation,
]


@contextmanager
def desk(browser: Browser, address: str, language: str, username: str = "admin") -> Iterator[Studio]:
    """Somebody signed in, in a window of the pictures' size where nothing moves."""
    with sitting(browser, address, language, username) as studio:
        window(studio)
        studio.page.emulate_media(reduced_motion="reduce", color_scheme="light")
        yield studio


def take(browser: Browser, address: str, names: list[str]) -> None:
    for language in LANGUAGES:
        with desk(browser, address, language) as studio:
            for shot in SHOTS:
                if not names or shot.__name__ in names:
                    window(studio)
                    shot(studio)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="only these: " + ", ".join(shot.__name__ for shot in SHOTS))
    names = parser.parse_args().names
    os.environ.setdefault("CHROMIUM", shutil.which("chromium") or "")
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        print("Starting the site on a database of its own: a minute...", flush=True)
        with running_site(Path(folder)) as site:
            prepare(browser, site.address)
            take(browser, site.address, names)


if __name__ == "__main__":
    main()
