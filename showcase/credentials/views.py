"""What stands below a project and below the showcase: badge, credential, and the page that verifies."""

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.formats import date_format
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home import content_version
from home.models import SiteFrame
from showcase.addresses import below
from showcase.badges import BadgeState
from showcase.credentials import checking, issuing, keys
from showcase.credentials.answers import for_everywhere, problem
from showcase.credentials.checking import Outcome, Verdict
from showcase.credentials.drawing import drawing, summary
from showcase.credentials.linked import credential_at
from showcase.credentials.models import IssuedCredential
from showcase.models.assessments import latest_of_each
from showcase.models.projects import ProjectPage
from showcase.models.showcase import ShowcasePage
from showcase.subpages import subpage

# What the page that verifies is called, in each language.
NAMES = {"fr": "verifier", "en": "verify"}


@below("showcase.ProjectPage", "badge.svg")
def badge(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The drawing that other sites show. It changes when something is published or a finding expires."""
    text = drawing(page, SiteFrame.for_request(request).site_name)
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    response["Last-Modified"] = http_date(_last_change())
    return for_everywhere(response)


def _last_change() -> float:
    """The last time, in seconds, at which what is shown could have changed: badges turn at midnight."""
    midnight = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))
    return max(content_version.current() / 1e9, midnight.timestamp())


@below("showcase.ProjectPage", "credential.json")
def credential_document(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The credential as linked data with a proof inside: Open Badges 3.0, section 8.3."""
    return _credential(page, "document", "application/ld+json")


@below("showcase.ProjectPage", "credential.jwt")
def credential_token(page: ProjectPage, request: HttpRequest) -> HttpResponse:
    """The same credential as a compact JWT: Open Badges 3.0, section 8.2."""
    return _credential(page, "token", "application/vc+jwt")


def _credential(page: ProjectPage, form: str, content_type: str) -> HttpResponse:
    try:
        row = issuing.issue(page)
    except issuing.NothingVerifiedError:
        return _nothing_verified(page)
    except keys.NoKeyError:
        return problem(
            503,
            _("No key has been made"),
            _(
                "A jury has verified criteria of this project, but this site has no key to sign credentials"
                " with yet. Whoever runs the site makes one with: manage.py credential_keys make."
            ),
        )
    except issuing.CannotBeSignedError:
        return problem(
            503,
            _("This credential cannot be signed"),
            _("Something in what was found cannot be written as a credential. The sheet says all of it."),
        )
    if hasattr(row, "revocation"):
        return problem(410, _("This credential has been revoked"), revoked_sentence(row))
    return for_everywhere(HttpResponse(getattr(row, form), content_type=content_type))


def _nothing_verified(page: ProjectPage) -> HttpResponse:
    found = latest_of_each(page.assessments.select_related("criterion__grid"))
    states = {one.badge.state for one in found}
    if BadgeState.DOCUMENTED in states:
        detail = _(
            "The editors documented criteria of this project from public sources. That is not a jury’s"
            " verification, and only what a jury has verified is certified."
        )
    else:
        detail = _(
            "No criterion of this project is verified by a jury today, so there is nothing to certify."
        )
    return problem(404, _("No verified criterion"), detail, findings=summary(found))


def revoked_sentence(row: IssuedCredential) -> str:
    """When and why a credential was revoked, in a sentence or two."""
    revocation = row.revocation
    day = date_format(timezone.localtime(revocation.revoked_at), "DATE_FORMAT")
    return _("Revoked on %(day)s. %(reason)s") % {"day": day, "reason": revocation.explanation}


class VerifyForm(forms.Form):
    """A credential as text, or where it stands on this site. Neither is ever cut."""

    text = forms.CharField(
        label=gettext_lazy("The credential, as JSON or as a JWT"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Or the address of a project or of a credential on this site"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


@below("showcase.ShowcasePage", methods=("GET", "HEAD", "POST"), on_sitemap=True, **NAMES)
def verify(page: ShowcasePage, request: HttpRequest) -> HttpResponse:
    """The page that says whether a credential is ours, and what that proves."""
    asked = request.method == "POST"
    form = VerifyForm(
        request.POST if asked else None, initial={"address": request.GET.get("address", "")[:500]}
    )
    verdict = _verdict(form, request) if asked else None
    if verdict and verdict.outcome is Outcome.TOO_LARGE:
        form = VerifyForm()
    context = {
        "title": _("Verify a credential"),
        "description": _(
            "Paste a credential of this site to learn whether it is genuine, and what it proves."
        ),
        "form": form,
        "verdict": verdict,
        "facts": _facts(verdict.credential) if verdict and verdict.credential else None,
        "revoked": _why_revoked(verdict),
    }
    response = subpage(page, request, verify, "showcase/credentials/verify.html", context)
    add_never_cache_headers(response)
    return response


def _verdict(form: VerifyForm, request: HttpRequest) -> Verdict:
    if not form.is_valid():  # a character that no text has
        return Verdict(Outcome.MALFORMED)
    text, address = form.cleaned_data["text"], form.cleaned_data["address"]
    if not text and address:
        try:
            text = credential_at(address, request)
        except checking.RefusedError as refused:
            return Verdict(refused.outcome)
    return checking.check(text)


def _why_revoked(verdict: Verdict | None) -> str:
    if verdict is None or verdict.row is None or verdict.outcome is not Outcome.REVOKED:
        return ""
    return revoked_sentence(verdict.row)


def _facts(credential: Any) -> dict[str, Any]:
    """What a verified credential says, for the page to show."""
    names = {one.id: one.name for one in credential.achievement.result_descriptions}
    return {
        "project": credential.recipient_id,
        "name": credential.name,
        "issuer": credential.issuer.name,
        "issued": timezone.localtime(credential.issuance_date),
        # The last moment of the day before is what a reader calls "until".
        "until": credential.expiration_date
        and timezone.localtime(credential.expiration_date) - datetime.timedelta(seconds=1),
        "results": [(names.get(one.result_description, ""), one.value) for one in credential.results],
        "evidence": credential.evidence,
    }
