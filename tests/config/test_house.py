"""The layout that everything stands on."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = re.compile(r"https?:|file:|--[a-z-]*url|--find-links|(^|\s)/", re.MULTILINE)


def test_site_is_a_source_root_and_never_a_package():
    # Python's own `site` module has the name.
    assert not (ROOT / "site" / "__init__.py").exists()
    import site

    assert "lib" in Path(site.__file__ or "").parts or site.__file__ is None


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not REGISTRY.search(text)
    blocks = re.split(r"\n(?=\S)", text.strip())
    packages = [block for block in blocks if not block.startswith(("#", "-"))]
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[A-Za-z0-9._\[\]-]+==", package), package
        assert "--hash=sha256:" in package


def test_no_file_locks_addresses():
    assert not (ROOT / "uv.lock").exists()


def test_each_dependency_says_why_it_is_here():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(line for group in project["optional-dependencies"].values() for line in group),
    ]
    reasons = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    names = {re.split(r"[\[<>=~! ;]", line)[0].lower() for line in wanted} - {"passerelle"}
    assert [name for name in sorted(names) if name not in reasons] == []


def test_the_makefile_lists_its_own_targets(capfd):
    import subprocess

    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    for target in phony[1].split():
        assert f"make {target}" in listed


def test_the_benchmarks_say_their_names(tmp_path):
    environment = {name: text for name, text in os.environ.items() if "DJANGO" not in name}
    command = [sys.executable, str(ROOT / "scripts/bench"), "nothing"]
    told = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "jury" in told.stderr


def test_the_environment_file_names_only_what_the_settings_read():
    names = re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    code = "".join(
        path.read_text("utf-8")
        for folder in ("site/config", "home", "scripts")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert names
    read_by_boto3 = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert [name for name in names if f'"{name}"' not in code and name not in read_by_boto3] == []


def test_base_settings_stay_short():
    assert len((ROOT / "site/config/settings/base.py").read_text("utf-8").splitlines()) < 200


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_public_policy_allows_nothing_unsafe_and_no_other_host():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {source for sources in directives.values() for source in sources}
    assert allowed <= {"'self'", "'none'"}


def test_templates_hold_no_inline_script_style_or_handler():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", text), path


def test_no_string_to_translate_stands_in_an_f_string():
    # xgettext finds none there: such a string would be in no catalogue, and nobody would miss it.
    translated = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for app in ("home", "showcase", "glossary", "studio")
        for path in (ROOT / app).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in translated
    ]
    assert found == []


def test_locale_comes_before_session_or_every_page_would_vary_by_cookie():
    order = settings.MIDDLEWARE
    assert order.index("config.languages.LocaleMiddleware") < order.index(
        "django.contrib.sessions.middleware.SessionMiddleware"
    )


def test_the_admin_has_a_policy_of_its_own(db, client, admin_user):
    client.force_login(admin_user)
    assert "frame-src 'self'" in client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in client.get("/fr/")["Content-Security-Policy"]
