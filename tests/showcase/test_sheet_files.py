"""The printed sheet and the social picture of a project: what they show, for whom, for how long."""

import builtins
import datetime
import io
import logging
import sys
from itertools import pairwise

import pypdf
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from PIL import Image, ImageChops
from wagtail.models import PageViewRestriction

from home import content_version
from showcase.badges import Badge, BadgeState
from showcase.models import CriterionAssessment, ProjectFigure, ProjectPage
from showcase.sheet import paper, picture, ready
from showcase.sheet.badge_shapes import badge_shapes, glyphs, mark
from showcase.sheet.brush import lines_of
from tests.factories import (
    ProjectPageFactory,
    ShowcasePageFactory,
    in_english,
    make_frame,
    make_picture,
    make_project,
)

LOCAL_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sheets"}}


@pytest.fixture
def showcase(home):
    make_frame(footer_licence="Textes sous licence CC BY-SA 4.0.")
    return ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")


@pytest.fixture
def project(showcase, grid):
    return make_project(showcase, grid, {"policy": "not_demonstrated"}, title="Le Fournil", slug="fournil")


@pytest.fixture
def english(project, showcase, home):
    in_english(home, slug="home")
    make_frame("en")
    in_english(showcase, slug="showcase")
    return in_english(project, title="The Bakehouse", slug="bakehouse")


def sheet_of(client, address: str) -> pypdf.PdfReader:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(response.content))


def words_of(document: pypdf.PdfReader) -> str:
    """The text of the only page, on one line."""
    (page,) = document.pages
    return " ".join(page.extract_text().replace("\u00a0", " ").replace("\u202f", " ").split())


def tags_of(document: pypdf.PdfReader) -> list[tuple[str, str]]:
    """(tag, alternative text) of the structure, in reading order."""
    found = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], str(node.get("/Alt", ""))))
            walk(node.get("/K", []))

    walk(document.root_object["/StructTreeRoot"])
    return found


def test_the_sheet_is_one_tagged_page_with_language_title_and_words(project, client):
    project.summary = "Un four partagé dans le quartier."
    project.save()
    document = sheet_of(client, f"{project.url}fiche.pdf")
    text = words_of(document)
    for words in (
        "Le Fournil",
        "Un four partagé",
        "Casablanca, Maroc",
        "Ce n’est pas un label officiel",
        project.full_url,
    ):
        assert words in text
    assert text.count("documenté par la rédaction") == 4
    assert text.count("non démontré") == 1
    assert text.count("Une raison.") == 5
    assert document.root_object["/Lang"] == "fr"
    assert document.metadata.title == "Le Fournil – Passerelle"
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in document.root_object["/Metadata"].get_data()
    width, height = document.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)


def test_headings_are_tagged_in_order_and_every_drawing_has_words(project, client):
    project.listing_image = make_picture()
    project.image_alt = "Un four à pain"
    project.save()
    tags = tags_of(sheet_of(client, f"{project.url}fiche.pdf"))
    levels = [int(tag[2]) for tag, _words in tags if tag in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(3) >= 5
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    drawings = [words for tag, words in tags if tag == "/Figure"]
    assert "Un four à pain" in drawings
    assert len(drawings) == 8  # the mark, the picture, five badges, the QR code
    assert all(drawings)


def test_each_language_has_its_own_address_and_words(project, english, client):
    assert client.get(f"{project.url}sheet.pdf").status_code == 404
    assert client.get(f"{english.url}fiche.pdf").status_code == 404
    with override("en"):
        document = sheet_of(client, f"{english.url}sheet.pdf")
    assert document.root_object["/Lang"] == "en"
    assert "It is not an official label" in words_of(document)
    assert "The Bakehouse" in words_of(document)


def test_the_qr_code_leads_to_the_full_address_of_the_page(project, client, monkeypatch):
    made = []
    make = paper.segno.make
    monkeypatch.setattr(paper.segno, "make", lambda text, **how: made.append(text) or make(text, **how))
    sheet_of(client, f"{project.url}fiche.pdf")
    assert made == [project.full_url]
    assert made[0].startswith("http")


def test_the_longest_project_still_takes_one_page(project, client):
    sentence = "Une phrase assez longue pour remplir une bonne ligne de la fiche imprimée. "
    project.title, project.summary = "Mot " * 60, (sentence * 5)[:300]
    project.organisation = project.legal_form_detail = "Une organisation au nom très long " * 5
    project.place = "Un lieu " * 20
    project.website = "https://example.org/" + "a" * 270
    project.caution = sentence * 40
    project.sectors, project.sdgs = ["housing", "digital", "places", "education"], list(range(1, 18))
    project.beneficiaries = [
        ("group", f"Un groupe de personnes numéro {number} " * 3) for number in range(40)
    ]
    project.partners = [("partner", {"name": "Un partenaire " * 10, "kind": "public"}) for _ in range(40)]
    project.body = [("text", {"text": f"<p>{sentence * 60}</p>", "sources": []})]
    project.save()
    CriterionAssessment.objects.filter(page=project).update(reason=sentence * 30)
    for number in range(30):
        ProjectFigure.objects.create(
            page=project,
            locale=project.locale,
            value=f"{number} millions de personnes",
            label="Ce qui est compté, " * 12,
            kind="target" if number % 2 else "output",
            source_title="Une source au titre très long " * 9,
            source_url="https://example.org/",
        )
    text = words_of(sheet_of(client, f"{project.url}fiche.pdf"))
    assert text.count("documenté par la rédaction") == 4
    assert "Ce n’est pas un label officiel" in text
    assert project.full_url in text.replace(" ", "")


def test_a_word_without_end_and_signs_of_html_stay_on_the_page(project, client):
    project.title = "A" * 255
    project.summary = "<script>alert(1)</script> & <b>gras</b>"
    project.save()
    assert "<script>alert(1)</script> & <b>gras</b>" in words_of(sheet_of(client, f"{project.url}fiche.pdf"))


def test_a_sparse_project_has_a_sheet_and_a_picture(showcase, client):
    bare = ProjectPageFactory(parent=showcase, locale=showcase.locale, place="", summary="", title="Nu")
    assert "Nu" in words_of(sheet_of(client, f"{bare.url}fiche.pdf"))
    assert client.get(f"{bare.url}social.png").status_code == 200


def test_a_target_is_printed_as_a_target(project, client):
    shared = {"page": project, "locale": project.locale, "source_title": "Presse"}
    for value, kind in (("300 emplois", "target"), ("12 ateliers", "output")):
        ProjectFigure.objects.create(
            **shared, value=value, label="en un an", kind=kind, year=2022, source_url="https://a.example/"
        )
    text = words_of(sheet_of(client, f"{project.url}fiche.pdf"))
    assert text.index("12 ateliers") < text.index("300 emplois")
    assert "(objectif, 2022" in text[text.index("300 emplois") :]


def test_a_badge_that_has_expired_says_so_on_paper(project, client):
    CriterionAssessment.objects.filter(page=project).update(review_by=datetime.date(2027, 3, 1))
    with time_machine.travel(datetime.datetime(2027, 3, 2, 12, tzinfo=datetime.UTC)):
        text = words_of(sheet_of(client, f"{project.url}fiche.pdf"))
    assert text.count("(mars 2027)") == 4


def test_a_picture_that_is_gone_leaves_a_sheet_and_a_social_picture(project, client):
    image = make_picture()
    image.file.storage.delete(image.file.name)
    project.listing_image = image
    project.save()
    assert len(sheet_of(client, f"{project.url}fiche.pdf").pages) == 1
    assert client.get(f"{project.url}social.png").status_code == 200


def test_a_sheet_reads_nothing_from_another_machine_or_from_this_ones_disk():
    fetcher = paper.SiteFetcher()
    for address in (
        "https://example.org/a.png",
        "http://127.0.0.1/a.css",
        "file:///etc/passwd",
        "//example.org/a",
        "ftp://example.org/",
        "data:text/plain,a",
    ):
        with pytest.raises(ValueError, match="reads nothing"):
            fetcher(address)
    for address in ("static:../config/settings/base.py", "media:../secret-key", "font:/etc/passwd"):
        with pytest.raises(Exception):  # noqa: B017, PT011  each part refuses in its own way
            fetcher(address)
    assert b"@page" in fetcher("static:css/paper.css").read()


@pytest.mark.parametrize("name", ["fiche.pdf", "social.png"])
def test_nothing_leaks_from_a_page_that_is_not_for_everybody(project, showcase, client, name):
    address = f"{project.url}{name}"
    assert client.get(address).status_code == 200
    restriction = PageViewRestriction.objects.create(
        page=showcase, restriction_type="password", password="mot"
    )
    response = client.get(address)
    assert "text/html" in response["Content-Type"]
    assert "no-store" in response["Cache-Control"]
    restriction.delete()
    ProjectPage.objects.filter(pk=project.pk).update(live=False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["fiche.pdf", "social.png"])
def test_whoever_passes_the_password_gets_it_and_nobody_else_keeps_it(project, client, name, settings):
    settings.CACHES = LOCAL_CACHE
    cache.clear()
    address = f"{project.url}{name}"
    etag = client.get(address)["ETag"]
    PageViewRestriction.objects.create(page=project, restriction_type="password", password="mot")
    assert client.get(address, headers={"if-none-match": etag})["Content-Type"].startswith("text/html")
    restriction = PageViewRestriction.objects.get()
    client.post(
        f"/fr/_util/authenticate_with_password/{restriction.pk}/{project.pk}/",
        {"password": "mot", "return_url": address},
    )
    response = client.get(address)
    assert response.status_code == 200
    assert not response["Content-Type"].startswith("text/html")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["fiche.pdf", "social.png"])
def test_a_file_is_made_once_and_not_sent_again_until_something_changes(
    project, client, name, settings, monkeypatch
):
    settings.CACHES = LOCAL_CACHE
    cache.clear()
    made = []
    for module, function in ((paper, "pdf"), (picture, "png")):
        make = getattr(module, function)
        monkeypatch.setattr(module, function, lambda *what, make=make: made.append(1) or make(*what))
    address = f"{project.url}{name}"
    first = client.get(address)
    assert "public" in first["Cache-Control"]
    assert client.get(address).content == first.content
    assert len(made) == 1
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    content_version.move()
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert len(made) == 2
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)  # the day of the site's own clock
    with time_machine.travel(tomorrow):
        assert client.get(address, headers={"if-none-match": changed["ETag"]}).status_code == 200


def test_a_file_costs_few_queries(project, client):
    for _number in range(20):
        ProjectFigure.objects.create(
            page=project, locale=project.locale, value="1", label="x", kind="output",
            source_title="s", source_url="https://a.example/",
        )  # fmt: skip
    for name in ("fiche.pdf", "social.png"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{project.url}{name}").status_code == 200
        assert len(queries) <= 9


def test_without_pango_the_sheet_says_so_and_the_rest_goes_on(project, client, monkeypatch, caplog):
    real = builtins.__import__

    def without_pango(name, *how, **more):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *how, **more)

    for name in [
        name
        for name in sys.modules
        if name.partition(".")[0] == "weasyprint" or name == "showcase.sheet.paper"
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("showcase.sheet.paper", raising=False)
    monkeypatch.setattr(builtins, "__import__", without_pango)
    with caplog.at_level(logging.CRITICAL):
        response = client.get(f"{project.url}fiche.pdf")
    assert response.status_code == 503
    assert project.title in response.content.decode()
    assert "Cache-Control" not in response or "public" not in response["Cache-Control"]
    assert client.get(project.url).status_code == 200
    assert client.get(f"{project.url}social.png").status_code == 200


def picture_of(client, page) -> Image.Image:
    response = client.get(f"{page.url}social.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def differ(one: Image.Image, other: Image.Image, box: tuple) -> bool:
    """Whether anything else is drawn; a shade more or less is the palette's doing."""
    most = max(high for _low, high in ImageChops.difference(one.crop(box), other.crop(box)).getextrema())
    return most > 60


TITLE, BADGES = (0, 165, 720, 400), (0, 402, 720, 585)


def test_the_social_picture_shows_the_title_and_the_badges(project, client):
    first = picture_of(client, project)
    assert first.size == (1200, 630)
    project.title = "Un autre nom"
    project.save()
    renamed = picture_of(client, project)
    assert differ(first, renamed, TITLE)
    assert not differ(first, renamed, BADGES)
    CriterionAssessment.objects.filter(page=project).update(assessor="jury")
    verified = picture_of(client, project)
    assert differ(renamed, verified, BADGES)
    assert not differ(renamed, verified, TITLE)


def test_the_social_picture_is_in_the_language_of_the_page(project, english, client):
    assert differ(picture_of(client, project), picture_of(client, english), BADGES)


@pytest.mark.parametrize(
    "title", ["Œuvre d’été « à l’eau »\u202f!", "Mot " * 60, "A" * 255, "الأمل", "Tiret\u2011insécable", "x"]
)
def test_any_title_stays_within_its_room(project, client, title):
    project.title = title
    project.save()
    drawn = picture_of(client, project)
    ground = drawn.getpixel((2, 2))
    column = drawn.crop((716, 160, 758, 400))
    assert {colour for _count, colour in column.getcolors()} == {ground}
    gap = drawn.crop((0, 398, 700, 404))
    assert {colour for _count, colour in gap.getcolors()} == {ground}


def test_the_page_names_its_drawn_picture_unless_an_editor_chose_one(project, client):
    def meta(page) -> dict:
        document = BeautifulSoup(client.get(page.url).content, "html.parser")
        return {
            tag.get("property") or tag.get("name"): tag["content"] for tag in document.select("meta[content]")
        }

    project.listing_image = make_picture()
    project.save()
    found = meta(project)
    assert found["og:image"] == f"http://testserver{project.url}social.png"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["twitter:card"] == "summary_large_image"
    project.social_image = make_picture()
    project.save()
    assert "social.png" not in meta(project)["og:image"]
    assert meta(project)["twitter:card"] == "summary_large_image"


def test_the_page_links_its_sheet_and_a_draft_links_none(project, english, client, admin_user):
    for page, name in ((project, "fiche.pdf"), (english, "sheet.pdf")):
        document = BeautifulSoup(client.get(page.url).content, "html.parser")
        assert document.select_one(".sheet-link a")["href"] == f"{page.url}{name}"
    project.live = False
    assert b"fiche.pdf" not in project.make_preview_request(None, "").content


def test_each_state_of_a_badge_is_drawn_in_its_own_way():
    badges = [Badge(state, partly) for state in BadgeState for partly in (False, True)]
    badges = [badge for badge in badges if not (badge.partly and badge.state is BadgeState.NOT_DEMONSTRATED)]
    drawings = {tuple(badge_shapes(badge, "novelty")) for badge in badges}
    assert len(drawings) == len(badges)


def test_the_glyphs_of_every_criterion_and_the_mark_can_be_drawn(grid):
    for criterion in grid.criteria.all():
        assert glyphs()[criterion.glyph]
    for shape in [*mark(), *(shape for shapes in glyphs().values() for shape in shapes)]:
        for points, _closed in lines_of(shape.d):
            assert len(points) > 1
            assert all(-1 <= number <= 25 for point in points for number in point)


def test_a_change_of_what_draws_makes_the_files_anew(project, client, monkeypatch):
    before = client.get(f"{project.url}social.png")["ETag"]
    monkeypatch.setattr(ready, "_drawn_by", lambda: 1)
    assert client.get(f"{project.url}social.png")["ETag"] != before
    call_command("check")
