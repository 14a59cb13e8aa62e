"""`make guide-shots`: the pictures of the editors' guide, taken from the running site in both languages.

The site is started on a database of its own and brought into the states that the guide speaks of through its
own admin: a draft that waits for review, a sentence whose translation is late, a page in one language. Then each
picture is taken as an administrator sees it, and written to docs/guide/img/<language>/<name>.webp.
Chromium is the one at the path of CHROMIUM, or the one on the PATH. Names given as arguments take only those.
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
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
from playwright.sync_api import Browser, Locator, expect  # noqa: E402

from tests.browser.server import running_chromium, running_site  # noqa: E402
from tests.browser.studio import Studio, sitting  # noqa: E402

FOLDER = ROOT / "docs" / "guide" / "img"
LANGUAGES = ("fr", "en")
EDITOR, MODERATOR = "camille", "mona"
WIDTH, HEIGHT = 1200, 800
MENU = 200  # width of the admin's menu, which most pictures leave out
QUALITY = 80
BOARD = "/admin/reports/translation-board/"
DRAFT = "Décider ensemble"
ALONE = "Accueillir un atelier"
CHANGED = "Financer l’innovation sociale"
NEW_SENTENCE = "Et ce qu’il reste à payer."
# A minute more or less since the site was made must not make another picture.
STEADY = """() => document.querySelectorAll('time').forEach(time => {
  time.textContent = time.textContent.replace(/\\d+/, '5');
})"""

Box = tuple[float, float, float, float]  # left, top, width, height


def save(studio: Studio, name: str, box: Box) -> None:
    """Write what the window shows in `box` as the picture of that name in the studio's language."""
    page = studio.page
    page.evaluate(STEADY)
    page.evaluate("document.activeElement.blur()") if name not in KEEP_FOCUS else None
    left, top, width, height = box
    clip = {"x": left, "y": top, "width": width, "height": height}
    data = page.screenshot(clip=clip, animations="disabled", caret="hide")
    path = FOLDER / studio.language / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(data)).convert("RGB").save(path, quality=QUALITY, method=6)
    print(f"{path.relative_to(ROOT)} {path.stat().st_size / 1024:.0f} kB", flush=True)


def around(place: Locator, margin: float = 16) -> Box:
    box = place.bounding_box()
    assert box
    left, top = max(0, box["x"] - margin), max(0, box["y"] - margin)
    right = min(WIDTH, box["x"] + box["width"] + margin)
    bottom = min(HEIGHT, box["y"] + box["height"] + margin)
    return left, top, right - left, bottom - top


def settled(studio: Studio, path: str) -> None:
    studio.go(path)
    studio.page.wait_for_load_state("networkidle")


def open_first(studio: Studio, listing: str, words: str) -> None:
    """The editor of the first French page that a list finds."""
    settled(studio, f"/admin/{listing}/?language=fr&q={words}")
    studio.page.locator("[data-listing-page-title] a").first.click()
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
        administrator.choose("action-publish")
    with desk(browser, address, "en", EDITOR) as editor:
        start_concept(editor)
        write_draft(editor)
        editor.choose("action-submit")


def start_concept(studio: Studio) -> None:
    found = studio.page.request.get(f"{studio.address}/admin/api/main/pages/?locale=fr").json()["items"]
    parent = next(page["id"] for page in found if page["meta"]["type"] == "home.ConceptIndexPage")
    settled(studio, f"/admin/pages/add/home/conceptpage/{parent}/")


def write_draft(editor: Studio) -> None:
    """With things to mend: a quotation without source, an acronym that nothing explains, loose typography."""
    editor.fill("title", DRAFT)
    editor.fill("summary", "Ce que change le fait de décider ensemble.")
    number = editor.add_block("Heading")
    editor.fill(number, "Qui décide ?")
    number = editor.add_block("Text")
    words = "Une coopérative ou une association de quartier choisit avec les habitants. "
    editor.write(f"{number}-text", words + "Un PTCE le fait aussi, avec l’ESS du territoire... et la mairie !")
    number = editor.add_block("Quotation")
    for field in ("original", "text"):
        editor.fill(f"{number}-{field}", "Rien pour nous sans nous")
    editor.fill(f"{number}-attribution", "Devise, années 1990")


# The pictures.


def dashboard(studio: Studio) -> None:
    settled(studio, "/admin/")
    save(studio, "dashboard", (0, 0, WIDTH, HEIGHT))


def picker(studio: Studio) -> None:
    open_first(studio, "concepts", CHANGED)
    page = studio.page
    adder = page.locator("#body-root > [data-streamfield-stream-container] > div > .c-sf-add-button").first
    adder.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 150)")
    adder.click()
    page.locator(".w-combobox__option-preview").nth(7).click()
    page.frame_locator(".w-combobox-preview iframe").locator("body *").first.wait_for()
    page.wait_for_load_state("networkidle")
    save(studio, "picker", around(page.locator(".w-combobox-container"), 12))


def actions(studio: Studio) -> None:
    open_first(studio, "concepts", DRAFT)
    toggle = studio.page.locator("footer [data-w-dropdown-target=toggle]").first
    toggle.click()
    expect(studio.page.locator("footer [name=action-publish]")).to_be_visible()
    save(studio, "actions", (MENU, HEIGHT - 300, 640, 300))


def checks(studio: Studio) -> None:
    open_first(studio, "concepts", DRAFT)
    page = studio.page
    page.click('[data-side-panel-toggle="checks"]')
    score = page.locator("[data-content-readability-score]")
    expect(score).not_to_have_text("-", timeout=60_000)
    page.locator("[data-content-checker-name]").first.wait_for()
    page.wait_for_load_state("networkidle")
    save(studio, "checks", around(page.locator("[data-form-side] .form-side__panels"), 0))


def terms(studio: Studio) -> None:
    open_first(studio, "concepts", DRAFT)
    page = studio.page
    page.locator("[role=tab]").nth(1).click()
    report = page.locator("[data-draft-report]")
    report.get_by_text("PTCE").first.wait_for()
    report.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 330)")
    save(studio, "terms", around(report, 24))


def translation(studio: Studio) -> None:
    settled(studio, f"{BOARD}?q=financer")
    studio.page.locator("table.listing tbody a").first.click()
    studio.page.wait_for_load_state("networkidle")
    studio.page.evaluate("window.scrollTo(0, 0)")
    save(studio, "translation", (MENU, 0, WIDTH - MENU, HEIGHT))


def board(studio: Studio) -> None:
    settled(studio, BOARD)
    save(studio, "board", (MENU, 0, WIDTH - MENU, 520))


def po_report(studio: Studio) -> None:
    """A file sent back with one line of each kind that matters."""
    settled(studio, f"{BOARD}?q=financer")
    page = studio.page
    page.locator("table.listing tbody a").first.click()
    page.wait_for_load_state("networkidle")
    export = page.locator("a[href*=pofile]").first
    data = page.request.get(studio.address + str(export.get_attribute("href"))).text()
    upload = page.locator("form[action*=pofile], form[enctype]").first
    upload.locator("[type=file]").set_input_files(
        {"name": "financer.po", "mimeType": "text/x-gettext-translation", "buffer": half_done(data, studio.language)}
    )
    page.wait_for_url("**/pofile/upload/**")
    save(studio, "po-report", (MENU, 0, WIDTH - MENU, 640))


def half_done(data: str, language: str) -> bytes:
    file = polib.pofile(data)
    done = [entry for entry in file if entry.msgstr and "<" not in entry.msgstr][:4]
    taken, fuzzy, same, broken = done
    taken.msgstr = f"{taken.msgstr} ({language})"
    fuzzy.flags.append("fuzzy")
    broken.msgstr = f"<b>{broken.msgstr}"
    waiting = next(entry for entry in file if not entry.msgstr)
    kept = polib.POFile()
    kept.metadata = file.metadata
    kept.extend([taken, same, waiting, fuzzy, broken])
    return str(kept).encode()


def term(studio: Studio) -> None:
    open_first(studio, "terms", "coop")
    place = studio.page.locator("[data-contentpath=also_known_as]").first
    place.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 190)")
    save(studio, "term", (MENU, 50, WIDTH - MENU, 660))


def criteria(studio: Studio) -> None:
    open_first(studio, "projects", "")
    studio.page.locator("[role=tab]").nth(2).click()
    save(studio, "criteria", (MENU, 50, WIDTH - MENU, HEIGHT - 130))


def health(studio: Studio) -> None:
    settled(studio, "/admin/reports/health/")
    save(studio, "health", (MENU, 0, WIDTH - MENU, 480))


def roles(studio: Studio) -> None:
    settled(studio, "/admin/users/new/")
    studio.page.click("a[role=tab][href='#tab-roles']")
    save(studio, "roles", (MENU, 50, WIDTH - MENU, 420))


def explanation(studio: Studio) -> None:
    """On the public site, in the language of the guide."""
    settled(studio, {"fr": "/fr/comprendre/ess/", "en": "/en/learn/social-and-solidarity-economy/"}[studio.language])
    page = studio.page
    link = page.locator("article a.term").first
    link.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 200)")
    link.click()
    expect(page.locator(".term-card")).to_be_visible()
    box = page.locator(".term-card").bounding_box()
    assert box
    save(studio, "explanation", (max(0, box["x"] - 120), 90, 760, 340))


SHOTS: list[Callable[[Studio], None]] = [
    dashboard,
    picker,
    actions,
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
# Where the focus is part of what is shown, or leaving it would close it.
KEEP_FOCUS = {"picker", "actions", "explanation"}


@contextmanager
def desk(browser: Browser, address: str, language: str, username: str = "admin") -> Iterator[Studio]:
    """Somebody signed in, in a window of the pictures' size where nothing moves."""
    with sitting(browser, address, language, username) as studio:
        studio.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        studio.page.emulate_media(reduced_motion="reduce", color_scheme="light")
        yield studio


def take(browser: Browser, address: str, names: list[str]) -> None:
    for language in LANGUAGES:
        with desk(browser, address, language) as studio:
            for shot in SHOTS:
                if not names or shot.__name__ in names:
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
