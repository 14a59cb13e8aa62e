"""The grid in force, and what a new version leaves alone."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from home.providers import current_criteria
from showcase.models import CriteriaGrid, Criterion
from tests.factories import CODES, ShowcasePageFactory, make_grid, make_project

TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


def test_the_criteria_come_in_order_behind_the_gate(db):
    make_grid(published_on=TODAY)
    found = list(Criterion.objects.in_force())
    assert [criterion.code for criterion in found] == ["need", *CODES]
    assert found[0].is_gate


def test_the_latest_grid_that_is_not_to_come_is_in_force(db):
    make_grid(1, TODAY - 10 * DAY)
    current = make_grid(2, TODAY)
    make_grid(3, TODAY + DAY)
    make_grid(4, None)
    assert {criterion.grid for criterion in Criterion.objects.in_force()} == {current}


def test_there_is_none_before_the_first_is_published(db):
    make_grid(1, None)
    assert list(Criterion.objects.in_force()) == []


def test_criteria_are_read_in_the_active_language(db):
    make_grid(published_on=TODAY)
    with override("en"):
        assert list(Criterion.objects.in_force()) == []


def test_blocks_of_home_get_them_without_knowing_where_from(db):
    make_grid(published_on=TODAY)
    assert len(list(current_criteria())) == 6


def test_a_new_version_rewrites_no_old_finding(home):
    old = make_grid(1, TODAY - DAY)
    project = make_project(ShowcasePageFactory(parent=home, locale=home.locale), old)
    make_grid(2, TODAY)
    assert {found.criterion.grid for found in project.assessments.all()} == {old}


def test_a_criterion_with_findings_cannot_be_deleted(home):
    grid = make_grid()
    make_project(ShowcasePageFactory(parent=home, locale=home.locale), grid)
    with pytest.raises(ProtectedError):
        grid.criteria.get(code="risk").delete()
    with pytest.raises(ProtectedError):
        grid.delete()


def test_a_code_is_there_once_per_grid_and_language(db):
    grid = make_grid()
    copy = grid.criteria.get(code="risk")
    copy.pk, copy.translation_key = None, "00000000-0000-0000-0000-000000000001"
    with pytest.raises(ValidationError):
        copy.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_empty_lines_are_no_questions(db):
    make_grid()
    assert Criterion.objects.get(code="risk").question_list == ["Une question ?", "Une autre ?"]


def test_the_grid_is_edited_in_the_admin(db, client, admin_user):
    grid = make_grid()
    client.force_login(admin_user)
    assert client.get("/admin/snippets/showcase/criteriagrid/").status_code == 200
    assert client.get("/admin/snippets/showcase/criterion/").status_code == 200
    key = grid.criteria.get(code="risk").pk
    assert client.get(f"/admin/snippets/showcase/criterion/edit/{key}/").status_code == 200
    assert str(CriteriaGrid.objects.get()) == "Grille, version 1"


def test_a_code_lasts_once_the_grid_is_published(db):
    written, published = make_grid(1, None), make_grid(2, TODAY)
    for grid in (written, published):
        criterion = grid.criteria.get(code="risk")
        criterion.title = "Un autre titre"
        criterion.full_clean()
    criterion.code = "danger"
    with pytest.raises(ValidationError, match="perdu"):
        criterion.full_clean()
    criterion = written.criteria.get(code="risk")
    criterion.code = "danger"
    criterion.full_clean()
