"""What somebody reads who has never heard of the site: what is asked, how it is judged, how long it takes."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from home.languages import in_every_language
from showcase.applications.door.checking import CheckForm
from showcase.applications.door.inviting import MOST_PEOPLE
from showcase.applications.keeping.delays import days_to_answer
from showcase.applications.models import ApplicationRules
from showcase.applications.sections.plan import AFTER, BEFORE
from showcase.applications.who import private
from showcase.badges import Badge, BadgeState
from showcase.models import Criterion

# An estimate, in minutes: how long each takes to somebody who has the facts at hand.
MINUTES = {
    "project": 20,
    "need": 10,
    "people": 10,
    "figures": 10,
    "place": 3,
    "images": 10,
    "contacts": 2,
    "consent": 1,
}
CRITERION_MINUTES = 10


class Asked(NamedTuple):
    """One line of what is asked: `times` is how often it comes, `minutes` what each takes."""

    title: Any
    lead: Any
    minutes: int
    times: int = 1


@require_safe
def before(request: HttpRequest) -> HttpResponse:
    """The first page of the way in, the same for everybody."""
    criteria = list(Criterion.objects.in_force())
    asked = _asked(sum(not criterion.is_gate for criterion in criteria))
    addresses = in_every_language("applications:before")
    context = {
        "rules": ApplicationRules.load(request_or_site=request),
        "asked": asked,
        "hours": max(1, round(sum(line.minutes * line.times for line in asked) / 60)),
        "criteria": criteria,
        "badges": [Badge(state) for state in BadgeState],
        "delay": days_to_answer(),
        "most_people": MOST_PEOPLE,
        "addresses": addresses,
        "source_address": dict(addresses)[settings.LANGUAGE_CODE],
    }
    response = render(request, "applications/door/before.html", context)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        patch_cache_control(response, public=True, max_age=60)
    return response


def _asked(criteria: int) -> list[Asked]:
    proof = Asked(
        _("The criteria"),
        _("For each, what you say and the evidence that shows it: a link or a file."),
        CRITERION_MINUTES,
        criteria,
    )
    return [
        *(Asked(kind.title, kind.lead, MINUTES[kind.code]) for kind in BEFORE),
        *([proof] if criteria else []),
        *(Asked(kind.title, kind.lead, MINUTES[kind.code]) for kind in AFTER),
    ]


# Without the cookie that other forms are checked by: what is sent changes nothing here, and nothing is kept.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """A few questions on the entry gate, answered at once."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    answered = form.is_bound and form.is_valid()
    context = {
        "form": form,
        "answer": form.answer() if answered else None,
        "addresses": in_every_language("applications:check"),
    }
    status = 422 if form.is_bound and not answered else 200
    return render(request, "applications/door/check.html", context, status=status)
