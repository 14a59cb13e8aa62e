"""`make serve`, as the README says it."""

import os
import shutil
import urllib.request

import pytest

from tests.browser.server import running_site

pytestmark = pytest.mark.browser


def test_make_serve_answers_with_its_pages_its_files_and_its_address(tmp_path):
    if prepared := os.environ.get("PREPARED_SITE"):
        shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with running_site(tmp_path) as site:
        with urllib.request.urlopen(f"{site.address}/en/showcase/") as answer:  # noqa: S310
            page = answer.read().decode()
        assert f'<link rel="canonical" href="{site.address}/en/showcase/">' in page
        with urllib.request.urlopen(f"{site.address}/readyz") as answer:  # noqa: S310
            assert answer.status == 200
    assert "Stop it with Ctrl-C" in (tmp_path / "server.log").read_text()
