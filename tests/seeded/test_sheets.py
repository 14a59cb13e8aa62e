"""The printed sheets of the real projects: one page each, in both languages."""

import io

import pypdf
import pytest
from django.test import Client

from showcase.addresses import address_below
from showcase.models import ProjectPage
from showcase.sheet import views

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "pas un label officiel"), ("en", "not an official label")]
)
def test_every_project_takes_one_page_with_its_five_badges(seeded, language, label):
    client = Client()
    projects = ProjectPage.objects.live().filter(locale__language_code=language).select_related("locale")
    assert len(projects) == 18
    for project in projects:
        response = client.get(address_below(project, views.sheet))
        assert response.status_code == 200
        document = pypdf.PdfReader(io.BytesIO(response.content))
        assert len(document.pages) == 1, project
        text = " ".join(document.pages[0].extract_text().split())
        assert project.title.split()[0] in text
        assert label in text
        for found in project.badges:
            assert found.criterion.short_title in text
        assert document.root_object["/Lang"] == language
