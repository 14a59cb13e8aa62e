"""The form below a project's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from showcase.addresses import address_below, below
from showcase.models.projects import ProjectPage
from showcase.questions.forms import QuestionForm
from showcase.subpages import subpage


@below("showcase.ProjectPage", "question", methods=("GET", "HEAD", "POST"))
def ask(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The form, or what was wrong with it, or, once the question is kept, that it is (`?sent=`)."""
    form = QuestionForm(request.POST if request.method == "POST" else None, page=page, request=request)
    if request.method == "POST" and form.is_valid() and form.accept():
        answer: HttpResponse = redirect(
            f"{address_below(page, ask, request)}?sent={'before' if form.sent_before else 'now'}"
        )
    else:
        status = 422 if request.method == "POST" else 200
        context = _context(page, request, form)
        answer = subpage(page, request, ask, "showcase/questions/ask.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(answer)
    return answer


def _context(page: ProjectPage, request: HttpRequest, form: QuestionForm) -> dict[str, Any]:
    return {
        "title": _("A question"),
        "description": _("Contest a finding, report a mistake"),
        "project": page,
        "form": form,
        "sent": request.GET.get("sent", "") if request.method != "POST" else "",
    }
