"""The knowledge pages and the frame, from the files beside this module."""

from pathlib import Path

from django.conf import settings
from wagtail.models import Page, Site

from home.models import (
    ConceptIndexPage,
    ConceptPage,
    ContactPage,
    ContentPage,
    HomePage,
    SiteFrame,
    Source,
    SourceKind,
    SourcesPage,
)
from home.seed.planting import Planter, common_fields
from home.seed.reading import SeedError, key_for, localise, need, read_csv, read_folder, read_toml

HERE = Path(__file__).parent
CONTENT = HERE / "content"
ART = HERE / "art"
PAGE_NEEDS = "key fr en"
SOURCE_NEEDS = "id title url kind date language"
TEXT_NEEDS = "title slug summary search_description"

PICTURED = ("home", "concepts", "about", "contact")

# The order of the menu and of the tree.
INDEXES: list[tuple[str, type[Page]]] = [
    ("concepts", ConceptIndexPage),
    ("about", ContentPage),
    ("sources", SourcesPage),
    ("contact", ContactPage),
    ("legal", ContentPage),
    ("privacy", ContentPage),
    ("accessibility", ContentPage),
]


def sow(planter: Planter) -> None:
    """Sources, the home page, the indexes and the pages that explain."""
    _sources(planter)
    home = _home(planter)
    parents = {}
    for name, model in INDEXES:
        place, node = f"{name}.toml", page_file(CONTENT / "pages" / f"{name}.toml")
        parents[name] = planter.sow(home, model, f"page:{name}", node, place, _fields_for(model, name))
    for place, node in read_folder(CONTENT / "concepts"):
        check_page(node, place)
        planter.sow(
            parents["concepts"],
            ConceptPage,
            f"concept:{node['key']}",
            node,
            place,
            _concept_fields,
        )


def finish(planter: Planter) -> None:
    """The frame points at pages, and its translation needs theirs."""
    place, node = "frame.toml", read_toml(CONTENT / "frame.toml")
    french, english = (_frame(planter, node, language, place) for language in ("fr", "en"))
    french.translation_key = english.translation_key = key_for("frame")
    french.full_clean()
    french.save()
    planter.translate(french, english, place)


def page_file(path: Path) -> dict:
    """A page's table, checked for what every page needs."""
    node = read_toml(path)
    check_page(node, path.name)
    return node


def check_page(node: dict, place: str) -> None:
    need(node, PAGE_NEEDS, place)
    for language in ("fr", "en"):
        need(node[language], TEXT_NEEDS, f"{place} [{language}]")


def _sources(planter: Planter) -> None:
    sources = []
    for place, row in read_csv(CONTENT / "sources.csv"):
        need(row, SOURCE_NEEDS, place)
        if row["kind"] not in SourceKind.values and row["kind"] != "wiki":
            raise SeedError(place, f"kind {row['kind']!r} is not known")
        kind = "reference" if row["kind"] == "wiki" else row["kind"]
        sources.append(
            Source(
                code=row["id"],
                title=row["title"],
                url=row["url"],
                kind=kind,
                published=row["date"],
                language=row["language"],
            )
        )
        sources[-1].full_clean(validate_unique=False)
    for source in sources:
        source.save()
        planter.source_ids[source.code] = source.pk


def _home(planter: Planter) -> HomePage:
    node = page_file(CONTENT / "pages" / "home.toml")
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    # Deleting a child changed the root in the database behind this instance's back.
    root = Page.get_first_root_node()
    home = planter.sow(root, HomePage, "page:home", node, "home.toml", _fields_for(HomePage, "home"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return home


def _fields_for(model: type[Page], name: str):
    """How the fields of a page of that type are made from its file."""
    own = {
        HomePage: ("hero",),
        ContactPage: ("thank_you_title", "thank_you_text"),
    }.get(model, ())

    def fields(planter: Planter, node: dict, place: str) -> dict:
        need(node, " ".join(own), place)
        found = common_fields(planter, node, place)
        found |= {key: node[key] for key in own}
        return found | (planter.picture(ART / f"{name}.webp", node["title"]) if name in PICTURED else {})

    return fields


def _concept_fields(planter: Planter, node: dict, place: str) -> dict:
    need(node, "theme in_brief body", place)
    related = [
        {
            "type": kind,
            "value": planter.builder.page(f"{kind}:{key}", place),
            "id": str(key_for(place, kind, key)),
        }
        for kind in ("concept", "project")
        for key in node.get(f"related_{kind}s", [])
    ]
    return {
        **common_fields(planter, node, place),
        **planter.picture(ART / f"{node['key']}.webp", node["title"]),
        "theme": node["theme"],
        "in_brief": [
            {"type": "point", "value": point, "id": str(key_for(place, "in_brief", str(number)))}
            for number, point in enumerate(node["in_brief"])
        ],
        "related": related,
    }


def _frame(planter: Planter, node: dict, language: str, place: str) -> SiteFrame:
    text = localise(node, language)
    need(
        text,
        "site_name tagline call_label phone footer_text footer_licence menu footer_links",
        place,
    )

    def links(name: str) -> list[dict]:
        return [
            {
                "type": "link",
                "id": str(key_for(place, name, str(number))),
                "value": {
                    "label": entry["label"],
                    "page": planter.builder.page(entry["link"], place),
                },
            }
            for number, entry in enumerate(text[name])
        ]

    plain = ("site_name", "tagline", "call_label", "phone", "footer_text", "footer_licence")
    return SiteFrame(
        locale=planter.locale(language),
        menu=links("menu"),
        footer_links=links("footer_links"),
        **{name: text[name] for name in plain},
    )
