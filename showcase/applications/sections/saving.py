"""Keeping what is typed. Two people at once never overwrite each other without being told."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from showcase.applications.models import Application, Person, Section
from showcase.applications.sections.base import Kept, SectionForm, kept_of
from showcase.applications.steps import held


class ShutError(Exception):
    """The file cannot be written in any more: it was sent, or withdrawn."""


class LateError(Exception):
    """Somebody saved this section after it was read; `theirs` is what is kept now."""

    def __init__(self, theirs: Section):
        self.theirs = theirs
        super().__init__(theirs.code)


def save(kind: type[SectionForm], sent: Mapping[str, Any], *, version: int, person: Person) -> Section:
    """Keep what was typed in a section of the person's file, and return it. `version` is the one that was
    read, 0 for a section that nobody had saved.

    Raises LateError where a later version is there that says something else, and ShutError where the file is
    closed.
    Either all of it is kept or nothing.
    """
    data = kept_of(kind, sent)
    with held(person.application) as application:
        if not application.is_open:
            raise ShutError
        section = Section.objects.filter(application=application, code=kind.code).first()
        if section is None:
            section = Section(application=application, code=kind.code, version=0)
        if section.data == data and section.version:
            return section  # the same, sent twice
        if section.version != version:
            raise LateError(section)
        section.data, section.saved_by, section.saved_at = data, person, timezone.now()
        section.version += 1
        section.save()
        _touch(application, kind.code, data)
    return section


def _touch(application: Application, code: str, data: Kept) -> None:
    application.touched_at = timezone.now()
    if code == "project":
        application.title = (data.get("name") or [""])[0].strip()[:255]
    application.save(update_fields=["touched_at", "title"])
