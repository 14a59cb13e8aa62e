"""What somebody typed whom a file does not let in any more: it is shown again, to be copied."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.languages import in_every_language

# What a form sends beside what is typed in it, by the last part of its name.
OF_THE_PAGE = {"altcha", "attachment", "csrfmiddlewaretoken", "seen", "token", "version"}
BUTTONS = {"add", "again", "answer", "approve", "ask", "correct", "delete", "done", "file", "keep", "more"}
BUTTONS |= {"remove", "row", "save", "send", "withdraw"}
CHOICES = {"country", "is_true", "kind", "language", "legal_form", "level", "may_publish", "permission"}
CHOICES |= {"right", "sdgs", "section", "sectors", "speaks_for", "status", "sure"}
BESIDE = OF_THE_PAGE | BUTTONS | CHOICES


def is_pressed(request: HttpRequest) -> bool:
    """Whether somebody has pressed the button of a form, which a script does not: it keeps what it sends."""
    return request.method == "POST" and not request.headers.get("Accept", "").startswith("application/json")


def typed_in(request: HttpRequest) -> list[str]:
    """The texts of a form, in its order."""
    return [
        text
        for name, texts in request.POST.lists()
        if name.rpartition("-")[2] not in BESIDE
        for text in map(str, texts)
        if text.strip()
    ]


def given_back(request: HttpRequest, leads_to: str, *, status: int) -> HttpResponse:
    """The page that says why nothing was kept, with what was typed. 403: nobody is here, and `leads_to` asks
    for a link. 404: somebody is, for whom there is no such file.
    """
    context = {
        "typed": typed_in(request),
        "leads_to": leads_to,
        "is_nobody": status == 403,
        "addresses": in_every_language("applications:files"),
    }
    return render(request, "applications/typed.html", context, status=status)
