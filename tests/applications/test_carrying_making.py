"""An accepted file becomes a draft page, with its translation begun, and nothing of it is public."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation

from home.models import CustomImage
from showcase.applications.carrying.making import NoShowcaseError, make_page, months_later
from showcase.applications.carrying.pictures import COLLECTION
from showcase.applications.letters.posting import post
from showcase.applications.models import ApplicationRules, EventKind, Letter, Review, State
from showcase.applications.steps import Actor, held
from showcase.models import ProjectPage
from studio.roles import JURORS, MODERATORS
from tests.applications.carried import (
    add_english,
    address,
    agree,
    another_person,
    come_in,
    decide,
    make_accepted,
    make_sent,
    make_user,
    publish,
)
from tests.applications.jurors import make_user as make_member
from tests.applications.jurors import page as jury_page
from tests.applications.jurors import soup
from tests.factories import CODES, ProjectPageFactory, locale


def draft(application) -> ProjectPage:
    return ProjectPage.objects.get(pk=application.page_id).get_latest_revision_as_object()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_a_draft_in_the_language_of_the_file_and_so_is_its_translation(showcase, grid, language):
    english = add_english(showcase, grid)
    application = make_accepted(grid, language=language)
    page = application.page
    assert page.get_parent().specific == (english if language == "en" else showcase)
    assert (page.live, page.has_unpublished_changes, page.first_published_at) == (False, True, None)
    assert page.locale.language_code == language
    translated = page.get_translation(locale("en" if language == "fr" else "fr"))
    assert not translated.live
    assert Translation.objects.get().source.locale == page.locale
    assert [found.criterion.locale for found in translated.assessments.all()] == [translated.locale] * 5
    assert not ProjectPage.objects.live().exists()


def test_what_was_decided_is_on_the_page_and_nothing_that_only_the_project_says(showcase, grid):
    user = make_user()
    application = make_accepted(grid, user=user, findings={"risk": "partly", "policy": "not_demonstrated"})
    page = draft(application)
    found = {item.criterion.code: item for item in page.badges}
    assert found["novelty"].reason == "Convaincus : novelty."
    assert found["risk"].reason == "Convaincus : risk.\nIl manquait un bilan."
    assert {code: item.finding for code, item in found.items()} == {
        "novelty": "demonstrated",
        "risk": "partly",
        "policy": "not_demonstrated",
        "partnership": "demonstrated",
        "participation": "demonstrated",
    }
    assert {item.assessor for item in page.badges} == {"jury"}
    assert "Ce qui le montre" not in "".join(item.reason for item in page.badges)
    today = timezone.localdate()
    assert {item.assessed_on for item in page.badges} == {today}
    months = ApplicationRules.load().review_months
    assert {item.review_by for item in page.badges} == {months_later(today, months)}
    assert found["risk"].evidence[0].value["url"] == "https://example.org/risk"
    assert str(found["novelty"].badge.state) == "verified"
    assert page.owner == user


def test_facts_figures_and_place_are_carried_over_into_the_saved_page(showcase, grid):
    page = ProjectPage.objects.get(pk=make_accepted(grid).page_id)
    assert (page.organisation, page.country.code, str(page.latitude)) == (
        "Association du puits",
        "MA",
        "31.56440",
    )
    assert [figure.value for figure in page.figures.all()] == ["100"]
    assert page.full_clean() is None


def test_months_later_ends_with_the_month():
    assert months_later(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert months_later(datetime.date(2026, 11, 24), 24) == datetime.date(2028, 11, 24)
    assert months_later(datetime.date(2026, 12, 1), 1) == datetime.date(2027, 1, 1)


def test_the_public_page_costs_no_more_with_many_images(showcase, grid, count_queries):
    counts = []
    for images in (0, 1, 3):
        application = make_accepted(grid, images=images)
        publish(application)
        counts.append(count_queries(ProjectPage.objects.get(pk=application.page_id).get_url()))
    # The picture of the page has renditions; those of its text come with them.
    assert counts[1] == counts[2] <= 12
    assert counts[0] <= counts[1]


def test_images_are_copied_to_the_library_with_their_credit(showcase, grid):
    application = make_accepted(grid, images=2)
    page = draft(application)
    first, second = CustomImage.objects.order_by("pk")
    assert page.listing_image == first
    assert page.image_alt == first.description == "Le puits, vue 1"
    assert (first.credit, first.title, first.collection.name) == (
        "Photo 1 : Ali",
        "Le puits commun",
        COLLECTION,
    )
    assert second.title == "Le puits commun 2"
    block = page.body[-1]
    assert (block.block_type, block.value["image"].pk) == ("image", second.pk)
    assert block.value["alt_text"] == "Le puits, vue 2"
    kept = application.attachments.order_by("pk").first()
    assert str(kept.key) in first.file.name
    with kept.file.open() as private, first.file.open() as public:
        assert private.read() == public.read()


def test_two_projects_of_one_name_have_two_addresses(showcase, grid):
    first = make_accepted(grid)
    second = make_accepted(grid, email="b@example.org")
    third = make_accepted(grid, email="c@example.org")
    slugs = [file.page.slug for file in (first, second, third)]
    assert slugs == ["le-puits-commun", "le-puits-commun-2", "le-puits-commun-3"]


def test_a_name_that_makes_no_address_gets_one(showcase, grid):
    project = {"name": "البئر", "summary": "Un puits.", "story": "Depuis 2015.", "legal_form": "association"}
    project |= {"start_year": "2015", "status": "active", "sectors": ["places"]}
    ProjectPageFactory(parent=showcase, locale=showcase.locale, slug="projet")
    assert make_accepted(grid, sections={"project": project}).page.slug == "projet-2"


def test_everybody_on_the_file_is_asked_to_check_the_page(showcase, grid):
    application = make_sent(grid)
    another_person(application, "ali@example.org")
    decision = decide(application)
    with held(application) as file:
        make_page(file, decision, Actor())
    letters = Letter.objects.filter(kind="approve").order_by("to")
    assert [letter.to for letter in letters] == ["ali@example.org", "nora@example.org"]
    post.call(letters[1].pk)
    assert "Le puits commun" in mail.outbox[0].subject
    assert "/fr/" in mail.outbox[0].body
    assert letters[0].leads_to == "approve"


def test_the_log_says_who_made_the_page(showcase, grid):
    user = make_user()
    application = make_accepted(grid, user=user)
    event = application.events.get(kind=EventKind.PAGE_MADE)
    assert (event.user, event.detail) == (user, {"page": application.page_id})
    assert application.state == State.ACCEPTED


def test_what_was_sent_counts_not_what_was_typed_since(showcase, grid):
    application = make_sent(grid)
    application.sections.filter(code="project").update(data={"name": ["Autre nom"]})
    decision = decide(application)
    with held(application) as file:
        assert make_page(file, decision, Actor()).title == "Le puits commun"


def test_without_a_showcase_in_the_language_nothing_is_made(showcase, grid):
    application = make_sent(grid)
    decision = decide(application)
    type(application).objects.update(language="en")
    pages = Page.objects.count()
    with held(application) as file, pytest.raises(NoShowcaseError):
        make_page(file, decision, Actor())
    assert Page.objects.count() == pages


@pytest.mark.parametrize("languages", [1, 2])
def test_a_draft_that_was_deleted_is_made_again_by_who_leads(showcase, grid, client, languages):
    if languages == 2:
        add_english(showcase, grid)
    lead = make_member("both", JURORS, MODERATORS)
    application = make_accepted(grid, user=lead)
    # Somebody whose scores were not waited for.
    Review.objects.create(application=application, juror=lead, conflict=False)
    agree(application)
    ProjectPage.objects.get(pk=application.page_id).delete()
    come_in(client)
    state = BeautifulSoup(client.get(address("state", application.key)).content, "html.parser")
    assert "être refait" in state.text
    assert not state.find(href=address("approve", application.key))
    answer = client.get(address("approve", application.key))
    assert answer.headers["Location"] == address("state", application.key)
    client.force_login(lead)
    assert "its draft page was deleted" in client.get("/admin/").content.decode()
    [form] = soup(client.get(jury_page("file", application.pk))).select("form[action$='/make-page/']")
    for _click in range(2):
        client.post(form["action"])
    application.refresh_from_db()
    assert (application.page.title, application.page.locale.language_code) == ("Le puits commun", "fr")
    assert ProjectPage.objects.count() == languages
    assert {item.criterion.code for item in draft(application).badges} == set(CODES)
    assert application.approved_at is None
    assert not application.approvals.exists()
    assert Letter.objects.filter(kind="approve").count() == 2
    assert application.events.filter(kind=EventKind.PAGE_MADE).count() == 2
    assert not soup(client.get(jury_page("file", application.pk))).select("form[action$='/make-page/']")
