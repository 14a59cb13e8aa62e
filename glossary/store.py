"""The vocabulary of each language, read from the glossary's pages and kept while nothing changes."""

from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from glossary.linking import Linked, Term, Vocabulary, link_terms
from glossary.models import TermPage
from home import content_version

_kept: dict[str, tuple[int, Vocabulary]] = {}


def vocabulary(language: str) -> Vocabulary:
    """All terms that anybody may read in the language: one query, or none where nothing has changed since.

    Inside a transaction it is read each time, because what is seen there may never come to be.
    """
    version = content_version.current()
    if connection.in_atomic_block or not version:
        return _load(language)
    kept = _kept.get(language)
    if kept is None or kept[0] != version:
        kept = _kept[language] = (version, _load(language))
    return kept[1]


def _load(language: str) -> Vocabulary:
    rows = TermPage.objects.for_readers().filter(locale__language_code=language).order_by("pk")
    fields = (
        "pk",
        "title",
        "url_path",
        "short_definition",
        "also_known_as",
        "not_in",
        "as_written",
        "linked",
    )
    with override(language):
        return Vocabulary(
            language,
            [
                Term(
                    pk=pk,
                    title=title,
                    address=_address(url_path),
                    definition=definition,
                    forms=_lines(forms),
                    not_in=_lines(not_in),
                    as_written=as_written,
                    linked=linked,
                )
                for pk, title, url_path, definition, forms, not_in, as_written, linked in rows.values_list(
                    *fields
                )
            ],
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def address_of(page: Page) -> str:
    """The path at which the page is read; empty before it is saved for the first time."""
    if not page.url_path:
        return ""
    with override(page.locale.language_code):
        return _address(page.url_path)


def _address(url_path: str) -> str:
    """As Wagtail makes it: what follows the home page's slug, under the active language's prefix."""
    return reverse("wagtail_serve", args=[url_path.split("/", 2)[2]])


def link_page(html: str, page: Page, words: Vocabulary | None = None) -> Linked:
    """The text of the page with its terms linked, and their uses. `words` is the vocabulary of its
    language, for whoever links many pages and has read it already.
    """
    return link_terms(
        html,
        vocabulary(page.locale.language_code) if words is None else words,
        own=address_of(page),
        switched_on=getattr(page, "link_terms", True),
    )
