"""The glossary and its terms, from the files beside this module."""

from pathlib import Path

from glossary.models import GlossaryIndexPage, TermPage
from glossary.uses import index_all
from home.models import HomePage
from home.seed import page_file
from home.seed.planting import Planter, common_fields
from home.seed.reading import SeedError, key_for, need, read_folder

HERE = Path(__file__).parent
CONTENT = HERE / "content"
TERM_FILES = "terms-"
TEXT_NEEDS = "title slug short long aliases"


def sow(planter: Planter) -> None:
    home = HomePage.objects.get(pk=planter.page_ids["page:home"])
    node = page_file(CONTENT / "glossary.toml")
    index = planter.sow(home, GlossaryIndexPage, "page:glossary", node, "glossary.toml", _index_fields)
    for place, entry in _terms():
        planter.sow(index, TermPage, f"term:{entry['key']}", entry, place, _term_fields)


def finish(planter: Planter) -> None:
    index_all()


def _terms():
    """(place, term) of every term in every file; raises SeedError for a double key or a missing part."""
    seen: set[str] = set()
    for name, table in read_folder(CONTENT):
        if not name.startswith(TERM_FILES):
            continue
        for number, entry in enumerate(table.get("term", []), 1):
            place = f"{name}, term {number}"
            need(entry, "key sources related fr en", place)
            for language in ("fr", "en"):
                need(entry[language], TEXT_NEEDS, f"{place} [{language}]")
            if entry["key"] in seen:
                raise SeedError(place, f"{entry['key']!r} is there twice")
            seen.add(entry["key"])
            yield place, entry


def _index_fields(planter: Planter, node: dict, place: str) -> dict:
    need(node, "intro", place)
    return {
        **common_fields(planter, node, place),
        **planter.picture(HERE / "art" / "glossary.webp", node["title"]),
        "intro": planter.builder.rich(node["intro"], place),
    }


def _term_fields(planter: Planter, node: dict, place: str) -> dict:
    builder = planter.builder
    return {
        **common_fields(planter, node, place),
        "summary": node["short"],
        "search_description": node["short"],
        "short_definition": node["short"],
        "long_definition": builder.rich(node["long"], place),
        # The term itself where it has no other form: the field is what the text is searched for.
        "also_known_as": "\n".join(node["aliases"] or [node["title"]]),
        "not_in": "\n".join(node.get("not_in", ())),
        "as_written": node.get("as_written", False),
        "linked": node.get("linked", True),
        "sources": [
            {
                "type": "source",
                "value": builder.source(code, place),
                "id": str(key_for(place, code)),
            }
            for code in node["sources"]
        ],
        "related": [
            {
                "type": "term",
                "value": builder.page(f"term:{key}", place),
                "id": str(key_for(place, "related", key)),
            }
            for key in node["related"]
        ],
    }
