"""The report: what it holds, when it changes, who sees what, and what it costs."""

import csv
import datetime
import io
import json
import re

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from home.models import ConceptPage, User
from studio.quality.health import counts, look_at, look_at_all, visible_to
from studio.quality.models import LinkCheck, LinkState, Problem, digest
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    SourceFactory,
    in_english,
    locale,
    make_picture,
)

URL = "/admin/reports/health/"


@pytest.fixture
def index(home):
    return ConceptIndexPageFactory(parent=home, locale=home.locale, summary="Toutes.")


@pytest.fixture
def at_once(settings, django_capture_on_commit_callbacks):
    """Do something, its transaction committed and the worker's work done."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    def do(act) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return do


@pytest.fixture
def editor(db, index) -> User:
    """May change the index and what is below it, and enter the admin."""
    group = Group.objects.create(name="A corner of the site")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(group=group, page=index, permission=permission(name))
    user = User.objects.create_user("ed", password="x")
    user.groups.add(group)
    return user


def permission(name: str):
    return Permission.objects.get(codename=name, content_type__app_label="wagtailcore")


def codes_of(page) -> set[str]:
    return set(Problem.objects.current().filter(page_id=page.pk).values_list("code", flat=True))


def make_concept(index, **fields) -> ConceptPage:
    return ConceptPageFactory(parent=index, locale=index.locale, **{"summary": "Une notion.", **fields})


def test_publishing_puts_the_page_in_the_report_and_mending_takes_it_out(index, at_once):
    concept = make_concept(index, summary="")
    at_once(lambda: concept.save_revision().publish())
    assert codes_of(concept) == {"empty-meta-description", "no-image", "no-translation"}
    concept.summary, concept.listing_image = "Une notion.", make_picture()
    at_once(lambda: concept.save_revision().publish())
    assert codes_of(concept) == {"no-translation"}
    at_once(concept.unpublish)
    assert codes_of(concept) == set()


def test_a_draft_is_nobodys_problem_yet(index, at_once):
    concept = make_concept(index)
    at_once(lambda: concept.save_revision().publish())
    concept.summary = ""
    at_once(concept.save_revision)
    assert "empty-meta-description" not in codes_of(concept)


def test_a_translation_that_is_published_clears_its_source_and_one_withdrawn_does_not(index, at_once):
    concept = make_concept(index)
    at_once(lambda: concept.save_revision().publish())
    in_english(index.get_parent(), slug="en-home", title="Home")
    in_english(index)
    at_once(lambda: in_english(concept))
    assert "no-translation" not in codes_of(concept)
    at_once(lambda: concept.get_translation(locale("en")).unpublish())
    assert "no-translation" in codes_of(concept)


def test_pages_that_link_to_one_that_goes_are_told_and_forgiven_when_it_comes_back(index, at_once):
    target, concept = make_concept(index), make_concept(index)
    concept.body = [("text", {"text": f'<p><a linktype="page" id="{target.pk}">là</a></p>', "sources": []})]
    at_once(lambda: concept.save_revision().publish())
    assert "dead-page-link" not in codes_of(concept)
    at_once(target.unpublish)
    assert "dead-page-link" in codes_of(concept)
    at_once(lambda: target.save_revision().publish())
    assert "dead-page-link" not in codes_of(concept)
    at_once(lambda: Page.objects.get(pk=target.pk).delete())
    assert "dead-page-link" in codes_of(concept)


def test_a_problem_keeps_the_day_since_which_it_is_one(index):
    concept = make_concept(index, summary="")
    look_at(concept)
    long_ago = datetime.date(2025, 5, 1)
    Problem.objects.filter(code="empty-meta-description").update(since=long_ago)
    look_at(concept)
    assert Problem.objects.get(code="empty-meta-description").since == long_ago


def test_what_is_to_come_is_not_shown_before_its_day(index, admin_user):
    today = timezone.localdate()
    concept = make_concept(index, reviewed_on=today)
    look_at(concept)
    assert Problem.objects.filter(code="review-due").exists()
    assert "review-due" not in codes_of(concept)
    concept.reviewed_on = today - datetime.timedelta(days=366)
    concept.save()
    look_at(concept)
    assert "review-due" in codes_of(concept)


def test_many_faults_of_a_kind_are_one_line_with_their_number(index):
    concept = make_concept(index)
    concept.body = [("text", {"text": "<p>l'eau, l'air, l'or</p>", "sources": []})]
    concept.save_revision().publish()
    look_at(concept)
    assert Problem.objects.get(code="french-quotes").number == 3


def test_a_row_belongs_to_one_thing(index):
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.create(code="x", since=timezone.localdate())


def test_the_command_makes_everything_anew(index, capsys):
    concept = make_concept(index)
    gone = make_concept(index)
    look_at(gone)
    ConceptPage.objects.filter(pk=gone.pk).update(live=False)
    Problem.objects.create(page_id=concept.pk, code="no-such-rule", since=timezone.localdate())
    call_command("check_quality")
    assert "Pages: 3 read" in capsys.readouterr().out
    assert not Problem.objects.filter(page_id=gone.pk).exists()
    assert not Problem.objects.filter(code="no-such-rule").exists()


def test_the_report_costs_the_same_at_20_and_at_200(index, client, admin_user):
    client.force_login(admin_user)

    def queries(count: int) -> int:
        pages = [make_concept(index, owner=User.objects.create_user(f"u{count}-{i}")) for i in range(count)]
        Problem.objects.bulk_create(
            Problem(page_id=page.pk, code=code, since=timezone.localdate())
            for page in pages
            for code in ("no-image", "no-translation")
        )
        dead = [
            LinkCheck(url=f"https://e.org/{count}/{i}", digest=digest(f"{count}/{i}")) for i in range(count)
        ]
        LinkCheck.objects.bulk_create(dead)
        Problem.objects.bulk_create(
            Problem(source=SourceFactory(), code="dead-outside-link", since=timezone.localdate(), link=link)
            for link in dead
        )
        client.get(URL)
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL).status_code == 200
            assert client.get(f"{URL}?export=csv").getvalue()
        return len(found)

    assert queries(20) == queries(180)


def test_two_thousand_pages_are_listed_a_screen_at_a_time(index, client, admin_user):
    concept = make_concept(index)
    Problem.objects.bulk_create(
        Problem(page_id=concept.pk, code="no-image", since=timezone.localdate()) for _number in range(2000)
    )
    client.force_login(admin_user)
    with CaptureQueriesContext(connection) as found:
        response = client.get(URL)
    assert len(response.context["object_list"]) == 50
    assert len(found) < 25


def test_the_report_is_filtered_by_problem_language_and_type(home, index, client, admin_user):
    concept = make_concept(index, title="Concept sans image")
    in_english(home, slug="en-home", title="Home")
    in_english(index)
    english = in_english(concept, title="Concept without picture")
    index.summary = ""
    index.save()
    look_at_all()
    client.force_login(admin_user)

    def shown(query: str) -> set[str]:
        return {str(row.page.title) for row in client.get(f"{URL}?{query}").context["object_list"]}

    assert shown("code=no-image") == {"Concept sans image", "Concept without picture"}
    assert shown("code=no-image&language=en") == {"Concept without picture"}
    assert shown(f"kind={english.content_type_id}&weight=advice") == {concept.title, english.title}
    assert index.title in shown("weight=serious")


def test_the_spreadsheets_hold_every_column_and_no_formula(index, client, admin_user):
    concept = make_concept(index, title="=cmd|'/C calc'!A0", summary="")
    look_at(concept)
    client.force_login(admin_user)
    rows = list(csv.reader(io.StringIO(client.get(f"{URL}?export=csv").getvalue().decode())))
    assert rows[0][:3] == ["Titre", "Type", "Langue"]
    assert {row[0] for row in rows[1:]} == {"'=cmd|'/C calc'!A0"}
    assert all(row[-1].endswith(f"/admin/pages/{concept.pk}/edit/") for row in rows[1:])
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}?export=xlsx").getvalue())).active
    assert sheet["A2"].data_type == "s"
    assert sheet.max_row == len(rows)


def test_a_dead_link_of_the_register_leads_to_its_form(client, admin_user, home):
    source = SourceFactory(title="Un rapport")
    link = LinkCheck.objects.create(
        url=source.url, digest=digest(source.url), state=LinkState.DEAD, status=404, fault="gone"
    )
    Problem.objects.create(source=source, code="dead-outside-link", since=timezone.localdate(), link=link)
    client.force_login(admin_user)
    page = client.get(URL).content.decode()
    assert "Un rapport" in page
    assert f"/admin/snippets/home/source/edit/{source.pk}/" in page
    assert "(404)" in page


def test_each_sees_what_they_may_mend(home, index, client, editor):
    theirs, other = (
        make_concept(index),
        ConceptIndexPageFactory(parent=home, locale=home.locale, title="Autre"),
    )
    for page in (theirs, other):
        Problem.objects.create(page_id=page.pk, code="no-translation", since=timezone.localdate())
    Problem.objects.create(source=SourceFactory(), code="dead-outside-link", since=timezone.localdate())
    assert {problem.page_id for problem in visible_to(editor)} == {theirs.pk}
    assert counts(editor) == {"no-translation": 1}
    client.force_login(editor)
    assert [row.page_id for row in client.get(URL).context["object_list"]] == [theirs.pk]


def test_who_may_change_no_page_does_not_enter(client, db):
    user = User.objects.create_user("nobody", password="x")
    for url in (URL, f"{URL}results/", f"{URL}check-links/", f"{URL}?export=csv"):
        client.force_login(user)
        assert client.get(url).status_code == 302
        assert client.post(f"{URL}check-links/").status_code == 302


def test_counts_are_one_query(index, admin_user, django_assert_max_num_queries):
    look_at(make_concept(index, summary=""))
    with django_assert_max_num_queries(3):
        assert counts(admin_user)["empty-meta-description"] == 1


def test_the_worker_is_asked_to_check_links(client, admin_user, home):
    from django_tasks_db.models import DBTaskResult

    client.force_login(admin_user)
    assert "200" in client.get(f"{URL}check-links/").content.decode()
    assert client.post(f"{URL}check-links/").status_code == 302
    assert DBTaskResult.objects.filter(task_path="studio.quality.tasks.check_links").count() == 1


def test_nothing_of_it_moves_the_public_pages(settings, tmp_path, index, django_capture_on_commit_callbacks):
    version = settings.CONTENT_VERSION_FILE = tmp_path / "version"
    concept = make_concept(index)
    with django_capture_on_commit_callbacks(execute=True):
        look_at(concept)
        link = LinkCheck.objects.create(url="https://example.org/", digest="x")
        link.save()
        link.delete()
        Problem.objects.create(page_id=concept.pk, code="x", since=timezone.localdate()).delete()
    assert not version.exists()


@pytest.mark.parametrize(("language", "words"), [("fr", "Santé des contenus"), ("en", "Content health")])
def test_the_report_is_in_the_menu_in_both_languages(client, admin_user, home, language, words):
    from wagtail.users.models import UserProfile

    UserProfile.get_for_user(admin_user)
    UserProfile.objects.filter(user=admin_user).update(preferred_language=language)
    client.force_login(admin_user)
    assert words in client.get(URL).content.decode()
    # The menu is data for the sidebar's script.
    menu = re.search(
        r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', client.get("/admin/").content.decode()
    )
    assert menu
    assert words in json.dumps(json.loads(menu[1]), ensure_ascii=False)
