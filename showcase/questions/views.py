"""The form below a project's page."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from showcase.addresses import address_below, below
from showcase.models.projects import ProjectPage
from showcase.questions.forms import QuestionForm

METHODS = ("GET", "HEAD", "POST")


@below("showcase.ProjectPage", fr="question", en="question")
def ask(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The form, or what was wrong with it, or, once the question is kept, that it is (`?sent=`)."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    form = QuestionForm(request.POST if request.method == "POST" else None, page=page, request=request)
    if request.method == "POST" and form.is_valid() and form.accept():
        answer: HttpResponse = redirect(
            f"{address_below(page, ask, request)}?sent={'before' if form.sent_before else 'now'}"
        )
    else:
        answer = TemplateResponse(request, "showcase/questions/ask.html", _context(page, request, form))
        if request.method == "POST":
            answer.status_code = 422
    answer["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(answer)
    return answer


def _context(page: ProjectPage, request: HttpRequest, form) -> dict:
    versions = page.get_translations(inclusive=True).live().select_related("locale")
    return {
        "project": page,
        "form": form,
        "sent": request.GET.get("sent", "") if request.method != "POST" else "",
        "addresses": [
            (version.locale.language_code, address_below(version, ask, request)) for version in versions
        ],
    }
