"""A file that cannot be used is named with the place in it, and nothing of the rest is loaded."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

import glossary.seed
import home.seed
import showcase.seed
from home.models import CustomImage, Source
from showcase.models import Criterion


@pytest.fixture
def copied(tmp_path, monkeypatch) -> Path:
    """The seed files in a folder where a test may break them."""
    for module in (home.seed, showcase.seed, glossary.seed):
        folder = tmp_path / module.__name__
        shutil.copytree(module.CONTENT, folder)
        monkeypatch.setattr(module, "CONTENT", folder)
    return tmp_path


def break_file(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("home.seed/sources.csv", "official", "offical", "sources.csv line"),
        ("home.seed/sources.csv", "id,title", "id,titel", "sources.csv line 2: title missing"),
        ("home.seed/pages/about.toml", "\nslug", "\nslag", "about.toml [fr]: slug missing"),
        ("home.seed/concepts/07-csr.toml", 'theme = "csr"', 'theme = "rse"', "07-csr.toml"),
        ("home.seed/concepts/07-csr.toml", 'page="', 'page="term:no-such-', "there is no page"),
        ("showcase.seed/projects/cltb.toml", 'finding = "demonstrated"', 'finding = "unknown"', "cltb.toml"),
        (
            "showcase.seed/projects/cltb.toml",
            'criterion = "risk"',
            'criterion = "luck"',
            "cltb.toml: assessments",
        ),
        ("showcase.seed/projects/cltb.toml", "latitude = 50", "latitude = 150", "cltb.toml"),
        ("showcase.seed/grid-1.toml", "is_gate", "is_gat", "grid-1.toml, criterion 1: is_gate missing"),
        ("glossary.seed/terms-b.toml", 'key = "mutual"', 'key = "scic"', "'scic' is there twice"),
        ("glossary.seed/terms-b.toml", '"S141"', '"S999"', "there is no source 'S999'"),
    ],
)
def test_a_broken_row_is_named_and_nothing_is_half_loaded(db, copied, file, old, new, words):
    break_file(copied / file, old, new)
    before = (Page.objects.count(), Source.objects.count(), Criterion.objects.count(), Locale.objects.count())
    with pytest.raises(CommandError) as caught:
        call_command("seed", stdout=io.StringIO())
    assert "Nothing was loaded." in str(caught.value)
    assert words in str(caught.value)
    after = (Page.objects.count(), Source.objects.count(), Criterion.objects.count(), Locale.objects.count())
    assert after == before
    assert not CustomImage.objects.exists()
