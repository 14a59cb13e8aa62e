"""What makes ready pages out of date, and what does not."""

from pathlib import Path

import pytest
from django.apps import apps

from home.content_version import UNSEEN_APPS, UNSEEN_MODELS
from home.models import ContactMessage
from tests.factories import ContentPageFactory, make_frame, make_picture


@pytest.fixture
def moved(settings, tmp_path, django_capture_on_commit_callbacks):
    """Whether doing something moves the version."""
    version = settings.CONTENT_VERSION_FILE = tmp_path / "version"

    def ask(do) -> bool:
        before = Path(version).stat().st_mtime_ns if version.exists() else 0
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return version.exists() and version.stat().st_mtime_ns != before

    return ask


def test_every_name_is_one_of_a_model_or_an_app():
    models = {model._meta.label_lower for model in apps.get_models()}
    assert UNSEEN_MODELS - models == set()
    assert {config.label for config in apps.get_app_configs()} >= UNSEEN_APPS


def test_what_readers_see_moves_it(home, moved):
    page = ContentPageFactory(parent=home, locale=home.locale)
    assert moved(lambda: page.save_revision().publish())
    assert moved(lambda: page.unpublish())
    assert moved(lambda: make_frame())
    assert moved(lambda: make_picture())
    assert moved(lambda: page.delete())


def test_what_they_do_not_see_leaves_it(home, moved, client, admin_user):
    page = ContentPageFactory(parent=home, locale=home.locale)
    picture = make_picture()
    page.title = "En cours"
    assert not moved(lambda: page.save_revision())
    assert not moved(lambda: client.force_login(admin_user))
    assert not moved(lambda: client.get(f"/admin/pages/{page.pk}/edit/"))
    assert not moved(lambda: picture.get_rendition("width-4"))
    assert not moved(
        lambda: ContactMessage.objects.create(
            token="00000000-0000-0000-0000-000000000001", name="Ada", email="a@example.org"
        )
    )
