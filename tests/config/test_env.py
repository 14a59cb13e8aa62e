"""The environment is read once, typed, and what is wrong in it is said."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(("written", "value"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_flag_is_yes_or_no(monkeypatch, written, value):
    monkeypatch.setenv("X", written)
    assert env.flag("X") is value


def test_a_flag_that_is_neither_is_named(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG='maybe'"):
        env.flag("DEBUG")


def test_a_number_that_is_none_is_named(monkeypatch):
    monkeypatch.setenv("EMAIL_PORT", "smtp")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_PORT='smtp'"):
        env.integer("EMAIL_PORT", 25)
    monkeypatch.setenv("EMAIL_PORT", "")
    assert env.integer("EMAIL_PORT", 25) == 25


def test_what_is_required_says_what_to_do(monkeypatch):
    monkeypatch.delenv("KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="KEY is not set: make one"):
        env.required("KEY", "make one")


def test_a_list_drops_spaces_and_gaps(monkeypatch):
    monkeypatch.setenv("HOSTS", " a.example , ,b.example,")
    assert env.words("HOSTS") == ["a.example", "b.example"]


def test_a_file_gives_what_the_environment_does_not(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text('# a remark\nFROM_FILE="quoted value"\nBOTH=file\nnonsense\n', encoding="utf-8")
    monkeypatch.setenv("BOTH", "environment")
    monkeypatch.setenv("FROM_FILE", "to be put back")
    monkeypatch.delenv("FROM_FILE")
    env.load_dotenv(file)
    assert os.environ["FROM_FILE"] == "quoted value"
    assert os.environ["BOTH"] == "environment"


def test_no_file_is_no_error(tmp_path):
    env.load_dotenv(tmp_path / "absent")
