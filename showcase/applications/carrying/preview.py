"""The future page, at any moment of its writing; once there is a draft of it, the draft."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.languages import in_every_language
from home.previews import translated_draft
from showcase.applications.carrying.checking import draft_of
from showcase.applications.carrying.pages import page_of
from showcase.applications.carrying.pictures import pictures_of, show_private
from showcase.applications.models import Application, Person, State
from showcase.applications.sections import plan_of
from showcase.applications.who import on_file
from showcase.models import ProjectPage, ShowcasePage


@dataclass(frozen=True)
class Missing:
    """A section that is not finished, and how many things are missing or wrong in it."""

    code: str
    title: str | Promise
    count: int


@require_safe
@on_file
def preview(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The page itself with what the project says and no more, in the language of the file. The draft of an
    accepted file is shown in the language of the address, as far as it is translated; a published page is
    where it is.
    """
    application = person.application
    if application.page and application.page.live:
        return redirect(application.page.get_url(request))
    page = _draft(application)
    missing: list[Missing] = []
    if page is None:
        page, missing = _future(application)
    with override(page.locale.language_code):
        page.pages_above = _above(page)
        response: Any = page.serve_preview(request, "")
        response.context_data |= {
            "notice": "applications/carrying/preview_notice.html",
            "application": application,
            "is_draft": application.page_id is not None,
            "missing": missing,
            "addresses": in_every_language("applications:preview", application.key),
        }
        response.render()
    return response


def _above(page: ProjectPage) -> list[Page]:
    """The pages on the way to it, home first."""
    step = page.steplen
    paths = [page.path[:end] for end in range(2 * step, len(page.path), step)]
    return list(Page.objects.filter(path__in=paths).order_by("depth"))


def _draft(application: Application) -> ProjectPage | None:
    page = draft_of(application) if application.page_id else None
    language = (get_language() or application.language)[:2]
    if page is None or language == page.locale.language_code:
        return page
    return translated_draft(page, language) or page


def _future(application: Application) -> tuple[ProjectPage, list[Missing]]:
    """(the page that the sections make, the sections that are not finished)."""
    with override(application.language):
        plan = plan_of(application)
        page = page_of(application, plan)
        show_private(page, application, pictures_of(plan))
        parent = ShowcasePage.objects.filter(locale=page.locale).first()
        if parent is None:
            raise Http404
        # Where it will stand: what its address is made of.
        page.depth, page.path = parent.depth + 1, parent.path + "ZZZZ"
        page.set_url_path(parent)
    if application.state != State.DRAFT:
        return page, []
    found = ((code, form, len(form.gaps())) for code, form in plan.forms.items())
    return page, [Missing(code, form.title, count) for code, form, count in found if count]
