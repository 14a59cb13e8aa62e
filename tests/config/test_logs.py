"""What the log of the site says, and does not."""

import importlib
import io
import logging

import pytest
from django.utils.module_loading import import_string

from showcase.applications.keys import link_of

SECRET = "3tH" * 14 + "_"


@pytest.fixture
def log(monkeypatch):
    """(a logger with the filters of production, what it has written)."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    production = importlib.import_module("config.settings.production").LOGGING
    handler = logging.StreamHandler(io.StringIO())
    for name in production["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(production["filters"][name]["()"])())
    logger = logging.Logger("of this test")
    logger.addHandler(handler)
    return logger, handler.stream


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_secret_of_a_link_is_not_in_the_log(log, language):
    logger, written = log
    path = link_of(SECRET, language)
    logger.warning("%s: %s", "Gone", path)
    logger.warning(f"Forbidden: {path}")
    assert written.getvalue().count(path.removesuffix(f"{SECRET}/")) == 2
    assert SECRET not in written.getvalue()


def test_the_rest_is_there(log):
    logger, written = log
    logger.warning("%d%% of %s", 3, "cle/x")
    assert written.getvalue() == "3% of cle/x\n"
