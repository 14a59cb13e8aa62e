"""The glossary in the API."""

from typing import Any

from glossary.models import TermPage
from home.api import PagesAPI, rich_text, told


def other_forms(term: TermPage, _request: Any) -> list[str]:
    return [line.strip() for line in term.also_known_as.splitlines() if line.strip()]


class TermsAPI(PagesAPI):
    """Terms: the short definition in the list, the long one with each."""

    name = "terms"
    model = TermPage
    known_query_parameters = PagesAPI.known_query_parameters - {"type"}
    body_fields = [
        *PagesAPI.body_fields,
        "short_definition",
        told("other_forms", other_forms),
        rich_text("long_definition"),
    ]
    listing_default_fields = [*PagesAPI.listing_default_fields, "short_definition", "other_forms"]
    detail_only_fields = [*PagesAPI.detail_only_fields, "long_definition"]
