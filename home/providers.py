"""What this app shows and another app knows.

`home` imports no other app. An app that has something for a block or a page of this one registers a
function here when it starts; without it the page does without.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import JSONField, Value
from django.db.models.expressions import Combinable
from wagtail.models import Page

_current_criteria: Callable[[], Iterable[Any]] | None = None
_machine_written: Callable[[], Combinable] | None = None
_dead_links: Callable[[], Combinable] | None = None
_term_linker: Callable[[str, Page], tuple[str, list]] | None = None


def provide_criteria(function: Callable[[], Iterable[Any]]) -> Callable[[], Iterable[Any]]:
    """Decorator: `function` returns the criteria of the grid in force, in the active language."""
    global _current_criteria
    _current_criteria = function
    return function


def current_criteria() -> Iterable[Any]:
    """The criteria in order, the entry gate first; empty while no app offers any."""
    return _current_criteria() if _current_criteria else []


def machine_written() -> Combinable:
    """Whether readers see machine translation that nobody has read yet; for a query over translatable rows.

    False while no app knows.
    """
    return _machine_written() if _machine_written else Value(False)


def provide_machine_written(function: Callable[[], Combinable]) -> Callable[[], Combinable]:
    """Decorator: `function` returns an expression on a row's `translation_key` and `locale`."""
    global _machine_written
    _machine_written = function
    return function


def dead_links() -> Combinable:
    """The outside addresses of a page that answer no more: a list of {url, since} (day, ISO), or None; for a
    query over pages. None while no app knows.
    """
    return _dead_links() if _dead_links else Value(None, JSONField())


def provide_dead_links(function: Callable[[], Combinable]) -> Callable[[], Combinable]:
    """Decorator: `function` returns an expression on a page."""
    global _dead_links
    _dead_links = function
    return function


def provide_term_linker(function: Callable[[str, Page], tuple[str, list]]) -> Callable:
    """Decorator: `function` takes the HTML of a page's text and the page, and returns the HTML with its
    terms linked and the terms, each with `title`, `address` and `definition`.
    """
    global _term_linker
    _term_linker = function
    return function


def link_terms(html: str, page: Page) -> tuple[str, list]:
    """The text with the glossary's terms linked, and those terms; as it is while no app knows terms."""
    return _term_linker(html, page) if _term_linker else (html, [])
