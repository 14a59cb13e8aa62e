"""What somebody typed whom a file does not let in any more: it is shown again, to be copied."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.languages import in_every_language

# What a form sends beside what is typed in it.
BESIDE = re.compile(r"csrfmiddlewaretoken|version|altcha|website|remove|(.*-)?(token|attachment|seen)")
# What a choice, a box or a button sends: a code or a small number, which nobody has to type again.
CODE = re.compile(r"[a-z][a-z0-9_-]*|[A-Z]{2}|\d{1,3}")


def is_pressed(request: HttpRequest) -> bool:
    """Whether somebody has pressed the button of a form, which a script does not: it keeps what it sends."""
    return request.method == "POST" and not request.headers.get("Accept", "").startswith("application/json")


def typed_in(request: HttpRequest) -> list[str]:
    """The texts of a form, in its order."""
    return [
        text
        for name, texts in request.POST.lists()
        if not BESIDE.fullmatch(name)
        for text in map(str, texts)
        if text.strip() and not CODE.fullmatch(text.strip())
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
