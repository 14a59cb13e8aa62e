"""Reading the files of the content: what is wrong is named with its place."""

from pathlib import Path

import pytest

import glossary.seed
import home.seed
import showcase.seed
from home.seed.reading import SeedError, key_for, localise, need, read_csv, read_toml
from home.seed.streams import StreamBuilder

ROOT = Path(__file__).resolve().parents[2]


def test_a_line_with_a_cell_too_many_is_named(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n3,4,5\n", encoding="utf-8")
    rows = read_csv(path)
    assert next(rows) == ("list.csv line 2", {"a": "1", "b": "2"})
    with pytest.raises(SeedError, match=r"list\.csv line 3: 2 cells are wanted"):
        next(rows)


def test_a_file_that_is_not_text_is_named(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SeedError, match=r"x\.toml"):
        read_toml(path)


def test_what_is_missing_is_listed():
    with pytest.raises(SeedError, match=r"x\.toml: title, slug missing"):
        need({"key": 1}, "key title slug", "x.toml")


def test_a_language_joins_what_is_shared_at_every_depth():
    tree = {
        "n": 1,
        "fr": {"t": "un"},
        "en": {"t": "one"},
        "list": [{"fr": {"t": "deux"}, "en": {"t": "two"}}],
    }
    assert localise(tree, "fr") == {"n": 1, "t": "un", "list": [{"t": "deux"}]}
    assert localise(tree, "en") == {"n": 1, "t": "one", "list": [{"t": "two"}]}


def test_identifiers_are_the_same_on_every_machine():
    assert key_for("concept:csr") == key_for("concept:csr") != key_for("concept:sse")


def test_blocks_keep_their_identifiers_in_both_languages():
    builder = StreamBuilder({"term:scop": 7}, {"S1": 3})
    blocks = [{"type": "text", "text": '<p><a page="term:scop">Scop</a></p>', "sources": ["S1"]}]
    (first,), (again,) = builder.stream(blocks, "x.toml"), builder.stream(blocks, "x.toml")
    assert first == again
    assert first["value"]["text"] == '<p><a linktype="page" id="7">Scop</a></p>'
    assert first["value"]["sources"][0]["value"] == 3
    with pytest.raises(SeedError, match=r"x.toml, block 1: there is no page 'term:x'"):
        builder.stream([{"type": "text", "text": '<a page="term:x">'}], "x.toml")


def test_seeds_need_no_tool_of_the_developers():
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][
        "dev"
    ]
    names = {line.split(">")[0].split("[")[0].replace("-", "_").lower() for line in extras}
    for module in (home.seed, showcase.seed, glossary.seed):
        for path in Path(module.__file__ or "").parent.rglob("*.py"):
            imported = {
                line.split()[1].split(".")[0]
                for line in path.read_text("utf-8").splitlines()
                if line.startswith(("import ", "from "))
            }
            assert not imported & names, path
