"""Who may write and approve a decision, and who may not."""

import pytest
from django.contrib.auth.models import Permission

from showcase.applications.decisions.drafting import decision_of, draft_of
from showcase.applications.models import Decision
from studio.roles import ADMINISTRATORS, EDITORS, JURORS, TRANSLATORS
from tests.applications.carried import come_in
from tests.applications.decided import (
    decide_page,
    letter_page,
    make_read,
    read,
    untouched,
    write,
    written,
)
from tests.applications.jurors import give, make_lead, make_user, page

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def lead(db):
    return make_lead()


@pytest.fixture
def application(grid):
    return make_read(grid)


# Who may not: (name, roles).
OTHERS = [
    ("editor", [EDITORS]),
    ("translator", [TRANSLATORS]),
    ("juror", [JURORS]),
    ("visitor", []),
]


@pytest.mark.parametrize(("name", "roles"), OTHERS)
def test_nobody_else_sees_writes_or_approves_a_decision(application, lead, client, name, roles):
    version = write(application, lead, written(application))
    user = make_user(name, *roles)
    if name == "juror":
        give(application, user)
    client.force_login(user)
    for address in (decide_page(application), letter_page(application)):
        for response in (
            client.get(address),
            client.post(address, {"version": version, "outcome": "refuse"}),
        ):
            assert response.status_code == 302
            assert response["Location"] in ("/admin/", f"/admin/login/?next={address}")
    assert draft_of(decision_of(application)) == written(application)
    assert untouched(application)


def test_nobody_at_all_and_an_applicant_are_sent_to_the_door(application, lead, client):
    version = write(application, lead, written(application))
    for _who in ("nobody", "applicant"):
        for address in (decide_page(application), letter_page(application)):
            response = client.post(address, {"version": version})
            assert response["Location"].startswith("/admin/login/")
        come_in(client)
    assert untouched(application)


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
