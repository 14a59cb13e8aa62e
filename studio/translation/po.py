"""Taking sentences back from a PO file, line by line. The published translation is never touched."""

import tempfile
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polib
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from studio.translation import markup

LARGEST = 2 * 1024 * 1024
TOOL = "PO File"  # the name that wagtail-localize gives it


class RefusedError(Exception):
    """The whole file is refused; the message says why and what to do."""


class Fate(models.TextChoices):
    """What happened to a line."""

    TAKEN = "taken", gettext_lazy("taken")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    EMPTY = "empty", gettext_lazy("empty: nothing to take")
    FUZZY = "fuzzy", gettext_lazy("marked as fuzzy: not taken until that mark is removed")
    BROKEN = "broken", gettext_lazy("broken markup: not taken")
    TWICE = "twice", gettext_lazy("the same sentence twice: only the first is taken")
    UNKNOWN = "unknown", gettext_lazy("not a sentence of this page any more: not taken")
    ELSEWHERE = "elsewhere", gettext_lazy("not at this place of the page: not taken")
    OBSOLETE = "obsolete", gettext_lazy("obsolete: ignored")


# Said in the report as matters of course, not as things to mend.
QUIET = {Fate.TAKEN, Fate.UNCHANGED, Fate.OBSOLETE}


@dataclass
class Line:
    """One entry of the file and what happened to it."""

    number: int
    source: str
    translated: str
    fate: Fate
    detail: str = ""

    @property
    def to_mend(self) -> bool:
        return self.fate not in QUIET


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    left: int = 0  # sentences that still have no translation

    @property
    def taken(self) -> int:
        return sum(line.fate == Fate.TAKEN for line in self.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(what happened, to how many lines), in the order of `Fate`."""
        counted = Counter(line.fate for line in self.lines)
        return [(str(fate.label), counted[fate]) for fate in Fate if counted[fate]]


def read(data: bytes, translation: Translation) -> polib.POFile:
    """The file, which must be an export of this very translation. Raises RefusedError."""
    if len(data) > LARGEST:
        raise RefusedError(
            _("This file is larger than 2 MB. Send the file that was exported from this page, translated.")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(
            _("This file is not written in UTF-8. Save it as UTF-8 and send it again.")
        ) from None
    try:
        file = _parse(text)
    except (OSError, ValueError, IndexError) as error:  # polib's own for what it cannot read
        raise RefusedError(
            _("This is not a PO file, or it is damaged: %(error)s") % {"error": _place(error)}
        ) from None
    _check_owner(file.metadata.get("X-WagtailLocalize-TranslationID", ""), translation)
    return file


def _parse(text: str) -> polib.POFile:
    # By a file: polib takes a text that is a path for the name of a file to open.
    with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8", newline="") as copy:
        copy.write(text)
        copy.flush()
        return polib.pofile(copy.name, encoding="utf-8")


def _place(error: Exception) -> str:
    """The line that polib stopped at, without the name of our copy."""
    found = str(error).partition("(line ")[2].partition(")")[0]
    return _("line %(number)s") % {"number": found} if found else _("it holds no sentences")


def _check_owner(identity: str, translation: Translation) -> None:
    if identity == str(translation.uuid):
        return
    try:
        other = Translation.objects.select_related("source", "target_locale").get(uuid=uuid.UUID(identity))
    except (ValueError, Translation.DoesNotExist):
        raise RefusedError(
            _(
                "This file does not say that it belongs to this translation."
                " Export this page again and translate that file."
            )
        ) from None
    raise RefusedError(
        _("This file belongs to another translation: “%(title)s” (%(language)s). Send it from there.")
        % {"title": other.source.object_repr, "language": other.target_locale.get_display_name()}
    )


@transaction.atomic
def take(file: polib.POFile, translation: Translation, user: Any) -> Report:
    """Keep every good sentence of the file. Returns what happened to each line, in the file's order."""
    importer = _Importer(translation, user)
    report = Report([importer.line(entry) for entry in sorted(file, key=lambda entry: entry.linenum)])
    report.left = (
        importer.segments.annotate_translation(translation.target_locale)
        .filter(translation__isnull=True)
        .count()
    )
    return report


class _Importer:
    """The translation's sentences and what is known of them, loaded once for the whole file."""

    def __init__(self, translation: Translation, user: Any):
        self.translation = translation
        self.user = user
        self.segments = StringSegment.objects.filter(source_id=translation.source_id)
        self.places: dict[tuple[str, str], StringSegment] = {}
        self.strings: set[str] = set()
        for segment in self.segments.select_related("string", "context"):
            self.places[segment.string.data, segment.context.path] = segment
            self.strings.add(segment.string.data)
        self.known = {
            (found.translation_of_id, found.context_id): found
            for found in StringTranslation.objects.filter(
                context__object_id=translation.source.object_id, locale=translation.target_locale
            ).select_related("context", "translation_of")
        }
        self.seen: set[tuple[str, str]] = set()

    def line(self, entry: polib.POEntry) -> Line:
        fate, detail = self._judge(entry)
        if fate == Fate.TAKEN:
            fate = self._keep(entry)
        return Line(entry.linenum, entry.msgid, entry.msgstr, fate, detail)

    def _judge(self, entry: polib.POEntry) -> tuple[Fate, str]:
        place = (entry.msgid, entry.msgctxt or "")
        fate = self._fate_of_place(entry, place)
        self.seen.add(place)
        if fate:
            return fate, ""
        if not entry.msgstr.strip():
            return Fate.EMPTY, ""
        if entry.fuzzy:
            return Fate.FUZZY, ""
        broken = markup.problem(entry.msgid, entry.msgstr)
        return (Fate.BROKEN, broken) if broken else (Fate.TAKEN, "")

    def _fate_of_place(self, entry: polib.POEntry, place: tuple[str, str]) -> Fate | None:
        if entry.obsolete:
            return Fate.OBSOLETE
        if place in self.seen:
            return Fate.TWICE
        if place in self.places:
            return None
        return Fate.ELSEWHERE if entry.msgid in self.strings else Fate.UNKNOWN

    def _keep(self, entry: polib.POEntry) -> Fate:
        segment = self.places[entry.msgid, entry.msgctxt or ""]
        found = self.known.get((segment.string_id, segment.context_id))
        if found and found.data == entry.msgstr and not found.has_error:
            return Fate.UNCHANGED
        found = found or StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale_id=self.translation.target_locale_id,
        )
        found.data = entry.msgstr
        found.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
        found.tool_name = TOOL
        found.last_translated_by = self.user
        found.has_error, found.field_error = False, ""
        found.save()
        return Fate.TAKEN
