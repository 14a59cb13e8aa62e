"""The credentials against the JSON schemas that 1EdTech publishes.

They are in the source package of openbadgeslib, among its own tests, and are read from there: the package is
fetched once, by pip, at the version that is installed.
"""

import json
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jwt
import pytest
from django.conf import settings
from jsonschema import Draft201909Validator

from showcase.credentials import keys
from tests.factories import ShowcasePageFactory
from tests.showcase.credentials import change, of_json, verified_project

PACKAGE = f"openbadgeslib-{version('openbadgeslib')}"
SCHEMAS = "tests/fixtures/ob_schemas/ob_v3p0_{}_schema.json"


@pytest.fixture(scope="module")
def source() -> Path:
    """The source package, kept in the git-ignored folder of what this machine has made or fetched."""
    folder = Path(settings.BASE_DIR) / "var" / "packages"
    path = folder / f"{PACKAGE}.tar.gz"
    if not path.is_file():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
        wanted = PACKAGE.replace("-", "==")
        done = subprocess.run([*pip, "--no-binary", "openbadgeslib", wanted], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"the package registry is out of reach: {done.stderr[-200:]}")
    return path


@pytest.fixture
def complaints(source):
    """What a schema has to say against a document: [(path, message)]."""

    def check(name: str, document: dict[str, Any]) -> list[tuple[str, str]]:
        with tarfile.open(source) as package:
            member = package.extractfile(f"{PACKAGE}/{SCHEMAS.format(name)}")
            assert member is not None
            schema = json.load(member)
        found = Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)
        return [("/".join(map(str, error.path)), error.message) for error in found.iter_errors(document)]

    return check


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.CREDENTIAL_KEYS_DIR = tmp_path / "keys"
    return keys.make()


@pytest.fixture
def project(home):
    return verified_project(ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine"))


@pytest.mark.parametrize("end", [True, False])
def test_both_forms_are_as_the_published_schema_has_them(client, project, complaints, end):
    if not end:
        change(project, "novelty", review_by=None, evidence=[])
    document = of_json(client.get(f"{project.url}credential.json"))
    token = client.get(f"{project.url}credential.jwt").content.decode()
    assert complaints("achievementcredential", document) == []
    claims = jwt.decode(token, options={"verify_signature": False})
    assert complaints("achievementcredential", claims) == []
    assert complaints("profile", document["issuer"]) == []


def test_the_profile_is_as_the_published_schema_has_it(client, project, complaints):
    assert complaints("profile", of_json(client.get("/issuer.json"))) == []


@pytest.mark.parametrize("missing", ["issuer", "validFrom", "credentialSubject", "id"])
def test_the_schema_is_a_real_one(client, project, complaints, missing):
    document = of_json(client.get(f"{project.url}credential.json"))
    del document[missing]
    assert complaints("achievementcredential", document)
