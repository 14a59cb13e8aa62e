"""The environment says which machine may translate; what is wrong of it is said in one line."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from config.machine_translation import connector
from tests.config.test_start import manage, one_line


@pytest.fixture
def environment(monkeypatch):
    def give(**variables: str):
        for name in ("", "_URL", "_KEY", "_TIMEOUT"):
            monkeypatch.delenv(f"MACHINE_TRANSLATION{name}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"MACHINE_TRANSLATION{name.replace('SERVICE', '')}", value)

    return give


def test_it_is_off_where_nothing_is_said(environment):
    environment()
    assert connector() is None


@pytest.mark.parametrize(
    "variables",
    [
        {"SERVICE": "deepl", "_KEY": "k"},
        {"SERVICE": "LibreTranslate", "_URL": "http://127.0.0.1:5000/", "_TIMEOUT": "3"},
    ],
)
def test_each_service_has_its_connector(environment, variables):
    environment(**variables)
    config = connector()
    translator = import_string(config["CLASS"])(config["OPTIONS"])
    assert translator.display_name.lower() == variables["SERVICE"].lower()
    assert config["OPTIONS"]["TIMEOUT"] == int(variables.get("_TIMEOUT", 15))


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SERVICE": "babelfish"}, "write deepl or libretranslate"),
        ({"SERVICE": "deepl"}, "MACHINE_TRANSLATION_KEY is not set"),
        ({"SERVICE": "libretranslate"}, "MACHINE_TRANSLATION_URL is not set"),
        ({"SERVICE": "libretranslate", "_URL": "localhost:5000"}, "is not an address"),
        ({"SERVICE": "deepl", "_KEY": "k", "_TIMEOUT": "0"}, "1 or more"),
        ({"SERVICE": "deepl", "_KEY": "k", "_TIMEOUT": "long"}, "not a whole number"),
    ],
)
def test_what_is_wrong_is_said(environment, variables, words):
    environment(**variables)
    with pytest.raises(ImproperlyConfigured, match=words):
        connector()


def test_the_site_does_not_start_with_a_wrong_one(tmp_path):
    line = one_line(manage("check", VAR_DIR=str(tmp_path), MACHINE_TRANSLATION="babelfish"))
    assert "deepl or libretranslate" in line
