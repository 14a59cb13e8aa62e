"""The page of a section, in each of the ways in which it comes back."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from home.languages import in_every_language
from showcase.applications.desk.drawing import draw
from showcase.applications.desk.gaps import attachments_of, gaps_of, told
from showcase.applications.models import Application, Attachment, Person, Section, State
from showcase.applications.sections import Plan, SectionForm
from showcase.applications.sections.base import Kept
from showcase.applications.sections.proof import CriterionSection
from showcase.applications.sections.story import PlaceSection
from showcase.applications.who import file_address


def desk_of(application: Application) -> str:
    """The path of the page from which a file is written in, or, once it is closed, of where it stands."""
    names = {State.DRAFT: "file", State.QUESTIONS: "questions"}
    return file_address(application, names.get(State(application.state), "state"))


@dataclass
class Sheet:
    """One section of a file, before one person."""

    request: HttpRequest
    person: Person
    plan: Plan
    code: str

    @property
    def application(self) -> Application:
        return self.person.application

    @property
    def kind(self) -> type[SectionForm]:
        return self.plan.kinds[self.code]

    @cached_property
    def number(self) -> int:
        """Its place among the sections, from 1."""
        return list(self.plan.kinds).index(self.code) + 1

    @property
    def wants_json(self) -> bool:
        return self.request.headers.get("Accept", "").startswith("application/json")

    @cached_property
    def attachments(self) -> dict[str, Attachment]:
        return attachments_of(self.application)

    def page(
        self,
        form: SectionForm,
        *,
        version: int,
        problems: dict[str, str] | None = None,
        is_saved: bool = True,
        other: SectionForm | None = None,
        status: int = 200,
        **said: Any,
    ) -> HttpResponseBase:
        """The form. `problems` is {field: what is wrong with what was sent for it}, `is_saved` whether the
        rest of it was kept; `other` is what somebody else has saved.
        """
        asked, posted = self.request.GET, self.request.method == "POST"
        shows_gaps = other is None and (posted or "saved" in asked or "check" in asked)
        drawn = draw(form, self.attachments, shows_gaps=shows_gaps, refused=problems or {}, other=other)
        context = {
            "application": self.application,
            "form": form,
            "drawn": drawn,
            "criterion": form.criterion if isinstance(form, CriterionSection) else None,
            "version": version,
            "number": self.number,
            "total": len(self.plan.kinds),
            "is_last": self.number == len(self.plan.kinds),
            "saved": "saved" in asked and not posted,
            "checked": shows_gaps,
            "late": other is not None,
            "problems": problems,
            "is_saved": is_saved,
            "before": None if posted else self._before(),
            "questions": self._questions(),
            "desk": desk_of(self.application),
            "tiles": settings.MAP_TILES_URL,
            "tiles_by": settings.MAP_TILES_ATTRIBUTION,
            "addresses": in_every_language("applications:section", self.application.key, self.code),
            **said,
        }
        response = render(self.request, "applications/desk/section.html", context, status=status)
        if settings.MAP_TILES_URL and self.code == PlaceSection.code:
            # As on the map of the projects: another host is asked only where a setting names it.
            server = urlsplit(settings.MAP_TILES_URL)
            response._csp_update = {"img-src": [f"{server.scheme}://{server.netloc}"]}  # type: ignore[attr-defined]
        return response

    def _before(self) -> dict[str, Any] | None:
        """The section from which somebody has just gone on to this one, and how much is wrong in it."""
        code = self.request.GET.get("from", "")
        if code not in self.plan.kinds or code == self.code:
            return None
        gaps = gaps_of(self.plan.form(code), self.attachments)
        wrong = sum(not gap.is_missing for gap in gaps)
        return {"code": code, "title": self.plan.kinds[code].title, "wrong": wrong}

    def _questions(self) -> list[Any]:
        """What the jury has asked about this section since the file last came to it, while it waits for the
        answer.
        """
        if self.application.state != State.QUESTIONS:
            return []
        last = self.application.snapshots.latest("number")
        asked = self.application.messages.filter(from_jury=True, section=self.code)
        return list(asked.filter(at__gt=last.taken_at))

    def late(self, typed: Kept, theirs: Section, refused: dict[str, str]) -> HttpResponseBase:
        """Somebody else has saved the section: what this person typed comes back, with theirs beside it."""
        by = theirs.saved_by
        who = by.email if by else ""
        when = date_format(localtime(theirs.saved_at), "DATETIME_FORMAT")
        is_own = by is not None and by.pk == self.person.pk
        if self.wants_json:
            answer = {"conflict": True, "who": "" if is_own else who or _("Somebody"), "when": when}
            return JsonResponse(answer, status=409)
        other = self.kind(theirs.data, application=self.application)
        rows = max([1, len(other.rows), *(int(name.split("-")[1]) + 1 for name in refused)])
        form = self._with_rows(typed, rows)
        return self.page(
            form,
            version=theirs.version,
            problems=refused,
            is_saved=False,
            other=other,
            status=409,
            who=who,
            when=when,
            is_own=is_own,
        )

    def _with_rows(self, typed: Kept, rows: int) -> SectionForm:
        """The form of what was typed, with at least so many rows."""
        bare = self.kind(typed, application=self.application)
        return self.kind(typed, application=self.application, empty_rows=max(0, rows - len(bare.rows)))

    def shut(self, typed: Kept) -> HttpResponseBase:
        """The file was closed meanwhile: what this person typed comes back, to be copied."""
        if self.wants_json:
            return JsonResponse({"shut": True}, status=409)
        form = self.kind(typed, application=self.application)
        context = {
            "application": self.application,
            "title": form.title,
            "answers": told(form, self.attachments),
            "addresses": in_every_language("applications:file", self.application.key),
        }
        return render(self.request, "applications/desk/shut.html", context, status=409)
