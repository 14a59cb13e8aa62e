"""Who may write and approve a decision, and who may not."""

import pytest
from django.contrib.auth.models import Permission

from showcase.applications.models import Decision
from studio.roles import ADMINISTRATORS, JURORS
from tests.applications.decided import (
    decide_page,
    letter_page,
    make_read,
    read,
)
from tests.applications.jurors import give, make_user, page

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def test_a_lead_who_is_tied_to_the_project_decides_nothing(application, client):
    tied = make_user("tied", ADMINISTRATORS, JURORS)
    [review] = give(application, tied, declared=False)
    client.force_login(tied)
    for address in (decide_page(application), letter_page(application)):
        assert client.get(address)["Location"] == page("file", application.pk)  # declare first
    review.conflict = True
    review.save()
    for address in (decide_page(application), letter_page(application)):
        assert client.get(address)["Location"] == page("queue")
        assert client.post(address, {"outcome": "accept"})["Location"] == page("queue")
    assert not Decision.objects.exists()


def test_the_right_to_lead_is_enough(application, client, django_user_model):
    user = django_user_model.objects.create_user("alone")
    for name in ("wagtailadmin.access_admin", "applications.lead_jury"):
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    assert read(client, user, decide_page(application)).select("textarea")
