"""What the rest of the site tells of a file: to readers nothing before its page is public, to those who work
on that page nothing but what it says, and to jurors nothing at all.
"""

import pytest
from wagtail.images import get_image_model
from wagtail_localize.models import Translation

from showcase.models import ProjectPage
from tests.applications.knocking import ANSWER, FILE, NAME, Scene, told
from tests.factories import ShowcasePageFactory, in_english
from tests.studio.addresses import every_address
from tests.studio.world import World

# What its page says, once it is made: its words, and the jury's reasons.
OF_THE_PAGE = {NAME, FILE, ANSWER}
# Ending the session would end the test; a page that fails on purpose tells nothing.
NOT_OPENED = {"wagtailadmin_logout", "wagtailadmin_error_test"}
# A word of the name, which is no secret in itself: a page repeats what was searched for.
SEARCHED = {"q": "puits", "search": "puits"}
SEARCHES = ("choose", "index", "listing", "report", "results", "search")
PUBLIC = (
    "/fr/",
    "/fr/vitrine/",
    "/fr/vitrine/?q=puits",
    "/fr/vitrine/projects.csv",
    "/fr/vitrine/projects.json",
    "/fr/vitrine/projects.geojson",
    "/fr/vitrine/feed.xml",
    "/fr/recherche/?q=puits",
    "/sitemap.xml",
    "/robots.txt",
    "/api/v2/",
    "/api/v2/pages/",
    "/api/v2/pages/?search=puits",
    "/api/v2/projects/",
    "/api/v2/projects/?search=puits",
    "/api/v2/images/",
    "/api/v2/documents/",
)


@pytest.fixture
def scene(home, rules):
    """A file whose page is made and not public: the one page, picture and translation of which the addresses
    of the admin are asked.
    """
    world = World(home)
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    in_english(showcase, slug="showcase", title="Showcase")
    scene = Scene(world.grid, "accepted")
    page = ProjectPage.objects.get(pk=scene.file.page_id)
    world.concept = world.draft = page  # type: ignore[assignment]
    world.english = page.get_translations().get()
    world.translation = Translation.objects.get(source__object_id=page.translation_key)
    world.picture = get_image_model().objects.get(title__contains=NAME)
    world.application, world.attachment = scene.file, scene.attachment
    world.review = scene.review("declared")
    scene.world = world  # type: ignore[attr-defined]
    return scene


def is_of_applications(name: str) -> bool:
    return name.startswith(("jury:", "applications_"))


def heard(scene: Scene, who: str) -> dict[str, set[str]]:
    """{address: the secrets that somebody is told there}, of all addresses of the admin but those of
    applications, as they are and as a search.
    """
    browser = scene.browser(who)
    browser.raise_request_exception = False
    found = {}
    for name, address in every_address(scene.world):  # type: ignore[attr-defined]
        if name in NOT_OPENED or is_of_applications(name):
            continue
        for query in ({}, SEARCHED) if any(word in name for word in SEARCHES) else ({},):
            if words := told(browser.get(address, query)):
                found[f"{name} {query}"] = words
    return found


@pytest.mark.parametrize("who", ["nobody", "applicant", "plain", "declared"])
def test_who_works_on_no_content_is_told_nothing_by_the_admin(scene, who):
    assert heard(scene, who) == {}


@pytest.mark.parametrize("who", ["editor", "translator"])
def test_who_works_on_its_page_is_told_nothing_but_what_that_says(scene, who):
    found = heard(scene, who)
    assert set().union(*found.values()) >= {NAME}  # so something was asked that could have told
    assert {where: words - OF_THE_PAGE for where, words in found.items() if words - OF_THE_PAGE} == {}


@pytest.mark.parametrize("who", ["nobody", "other", "declared", "editor"])
def test_no_reader_is_told_anything_before_the_page_is_public(scene, who):
    page = ProjectPage.objects.get(pk=scene.file.page_id)
    own = [f"{page.url}{more}" for more in ("", "badge.svg", "credential.json", "fiche.pdf")]
    picture = scene.world.picture  # type: ignore[attr-defined]
    private = f"/media/{scene.attachment.file.name}", f"/media/private/{scene.attachment.file.name}"
    browser = scene.browser(who)
    browser.raise_request_exception = False
    for address in (*PUBLIC, *own, f"/api/v2/pages/{page.pk}/", f"/api/v2/images/{picture.pk}/", *private):
        answer = browser.get(address, follow=True)
        if address in (*own, *private):
            assert answer.status_code == 404, address
        else:
            assert told(answer) == set(), address
