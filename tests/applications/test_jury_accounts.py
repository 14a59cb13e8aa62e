"""What files rest on outlives its deletion: the accounts of jurors, the criteria of a grid."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse

from showcase.applications.models import Review
from showcase.models import Criterion
from tests.applications.jurors import give, make_juror, make_sent, make_user


@pytest.fixture
def reader(grid):
    reader = make_juror("jo")
    give(make_sent(grid), reader)
    return reader


def delete(client, *users):
    """The answer to deleting one from its own page, or several from the list."""
    if len(users) == 1:
        return client.post(reverse("wagtailusers_users:delete", args=[users[0].pk]), follow=True)
    address = reverse("wagtail_bulk_action", args=[*get_user_model()._meta.label_lower.split("."), "delete"])
    query = "&".join(f"id={user.pk}" for user in users)
    return client.post(f"{address}?{query}", follow=True)


@pytest.mark.parametrize("alone", [True, False])
def test_whoever_has_read_files_is_kept_and_it_is_said_what_to_do(admin_client, reader, alone):
    others = [] if alone else [make_user("ann")]
    answer = delete(admin_client, reader, *others)
    [said] = BeautifulSoup(answer.content, "html.parser").select(".messages .error")
    assert "jo" in said.text
    assert "Décochez" in said.text
    assert Review.objects.filter(juror=reader).exists()
    assert all(get_user_model().objects.filter(pk=other.pk).exists() for other in others)


def test_whoever_has_read_nothing_goes(admin_client, reader):
    delete(admin_client, other := make_juror("ann"))
    assert not get_user_model().objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("many", [False, True])
def test_a_criterion_is_kept_while_files_answer_it(admin_client, grid, many):
    criterion = Criterion.objects.get(code="risk")
    alone = reverse("wagtailsnippets_showcase_criterion:delete", args=[criterion.pk])
    several = reverse("wagtail_bulk_action", args=["showcase", "criterion", "delete"])
    address = f"{several}?id={criterion.pk}" if many else alone
    application = make_sent(grid)
    answer = admin_client.post(address, follow=True)
    [said] = BeautifulSoup(answer.content, "html.parser").select(".messages .error")
    assert "nouvelle version de la grille" in said.text
    assert Criterion.objects.filter(pk=criterion.pk).exists()
    application.delete()
    admin_client.post(address)
    assert not Criterion.objects.filter(pk=criterion.pk).exists()
