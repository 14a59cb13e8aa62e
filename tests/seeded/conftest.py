"""The site with its real content, loaded once for all tests of this folder and then forgotten."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation
from PIL import Image
from wagtail.models import Site


@pytest.fixture(scope="package")
def seeded(django_db_setup, django_db_blocker) -> Iterator[str]:
    """What the command said. Each test of the folder runs inside the same open transaction."""
    with django_db_blocker.unblock():
        translation.activate("fr")
        outer = transaction.atomic()
        outer.__enter__()
        try:
            said = io.StringIO()
            call_command("seed", stdout=said)
            _make_pictures_small(Path(settings.MEDIA_ROOT))
            yield said.getvalue()
        finally:
            connection.set_rollback(True)
            outer.__exit__(None, None, None)
            Site.clear_site_root_paths_cache()


def _make_pictures_small(folder: Path) -> None:
    """Encoding hundreds of renditions in AVIF would take minutes, and shows nothing to these tests."""
    for path in (folder / "original_images").glob("*.webp"):
        Image.new("RGB", (48, 32), "teal").save(path, "WEBP")
