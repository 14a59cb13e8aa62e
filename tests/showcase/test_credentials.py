"""The credential of a project: issued, signed, revoked, and verified by others."""

import datetime
import json
import stat

import jwt
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse  # noqa: F401
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier

from showcase.credentials import keys
from showcase.models import CriterionAssessment, IssuedCredential, ProjectPage, Revocation
from tests.factories import TODAY, ShowcasePageFactory, in_english, make_grid, make_project


@pytest.fixture
def key_folder(settings, tmp_path):
    settings.CREDENTIAL_KEYS_DIR = tmp_path / "keys"
    return settings.CREDENTIAL_KEYS_DIR


@pytest.fixture
def showcase(home):
    return ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")


@pytest.fixture
def project(showcase):
    """A project whose novelty the jury verified until 2027-06-30, and whose risk in part, without an end."""
    page = make_project(showcase, make_grid(), {"risk": "partly"}, title="Le café d’en bas", slug="cafe")
    found = CriterionAssessment.objects.filter(page=page)
    found.filter(criterion__code__in=["novelty", "risk"]).update(assessor="jury")
    found.filter(criterion__code="novelty").update(
        review_by=datetime.date(2027, 6, 30),
        evidence=[
            {
                "type": "evidence",
                "value": {
                    "title": "Une étude",
                    "url": "https://example.org/etude",
                    "kind": "academic",
                    "date": "2024-03",
                    "language": "fr",
                },
            }
        ],
    )
    return ProjectPage.objects.get(pk=page.pk)


def test_x(client, key_folder, project):
    keys.make()
    r = client.get(project.url + "credential.json")
    print(r.content.decode())
    assert r.status_code == 200
    r = client.post("/fr/vitrine/verifier/", {"text": r.content.decode()})
    print(BeautifulSoup(r.content, "html.parser").select_one(".verdict").get_text(" ", strip=True))
    r = client.get(project.url + "credential.jwt")
    r = client.post("/fr/vitrine/verifier/", {"text": r.content.decode()})
    print(BeautifulSoup(r.content, "html.parser").select_one(".verdict").get_text(" ", strip=True))
    r = client.get(project.url + "badge.svg")
    print(r.headers)
    open("/tmp/badge.svg", "w").write(r.content.decode())
    r = client.get(project.url)
    assert r.status_code == 200
    assert 0
