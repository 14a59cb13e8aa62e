"""The file of a project to take away: a zip with its data, the same to be read, and what was attached."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files import File
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from showcase.applications.keeping.contents import Contents
from showcase.applications.keeping.zipping import zipped
from showcase.applications.models import Application, Attachment
from showcase.applications.models.attachments import ScanState

PIECE = 64 * 1024
FORMAT = 1
# What `file.json` holds, in its order: each a method of Contents.
PARTS = (
    "file",
    "people",
    "sections",
    "sent",
    "messages",
    "events",
    "decisions",
    "appeal",
    "readings",
    "page_checks",
    "letters",
    "links",
)


def export(application: Application, language: str) -> Iterator[bytes]:
    """The zip, piece by piece. Words are in `language`; what somebody typed is as it was typed."""
    return zipped(_entries(application, language))


def _entries(application: Application, language: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    places: dict[str, str] = {}
    for number, kept in enumerate(application.attachments.filter(scan=ScanState.CLEAN), start=1):
        if pieces := _pieces(kept):
            places[str(kept.key)] = f"attachments/{number:02d}-{kept.name}"
            yield places[str(kept.key)], pieces
    contents = Contents(application)
    yield "file.json", _spoken(language, _json(contents, places))
    yield "file.html", _spoken(language, _html(contents, places))


def _pieces(kept: Attachment) -> Iterable[bytes] | None:
    """The content of an attachment; None where it is gone."""
    try:
        file = kept.file.open("rb")
    except OSError:
        return None
    return _closed_after(file)


def _closed_after(file: File) -> Iterator[bytes]:
    with file:
        yield from file.chunks(PIECE)


def _spoken(language: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, each made in a language, which is not left active between two of them."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _json(contents: Contents, places: dict[str, str]) -> Iterator[bytes]:
    """One object, whose lists are written row by row."""
    yield _text({"format": FORMAT, "exported_at": timezone.now().isoformat(), "note": _note()})[:-1].encode()
    for name in PARTS:
        yield f",\n{_text(name)}: ".encode()
        rows = getattr(contents, name)()
        if isinstance(rows, Iterator):
            yield from _list(rows)
        else:
            yield _text(rows).encode()
    yield f",\n{_text('attachments')}: ".encode()
    yield from _list(row | {"in_this_zip": places.get(row["key"])} for row in contents.attachments())
    yield b"}\n"


def _list(rows: Iterator[Any]) -> Iterator[bytes]:
    yield b"["
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n").encode() + _text(row).encode()
    yield b"]"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _note() -> str:
    return _(
        "Everything that is kept of this file, but what jurors write for themselves and to each other: what"
        " came of it is in the decision."
    )


def _html(contents: Contents, places: dict[str, str]) -> Iterator[bytes]:
    """The same for who reads it, part after part."""
    context: dict[str, Any] = {"application": contents.application, "note": _note()}
    for name in PARTS:
        context[name] = getattr(contents, name)
    context["attachments"] = [row | {"in_this_zip": places.get(row["key"])} for row in contents.attachments()]
    yield render_to_string("applications/keeping/file.html", context).encode()
