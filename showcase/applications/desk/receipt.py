"""The receipt of a file: what was sent and when, on paper."""

import hashlib
import json
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from home.languages import in_every_language
from showcase.applications.desk.gaps import attachments_of, told
from showcase.applications.desk.standing import following
from showcase.applications.keeping.delays import expected_on
from showcase.applications.letters.posting import enclosure
from showcase.applications.models import Application, Person, Snapshot
from showcase.applications.sections import plan_of
from showcase.applications.who import on_file

logger = logging.getLogger(__name__)


def fingerprint(snapshot: Snapshot) -> str:
    """What proves that a file is the one that was sent: SHA-256 of its sections, in one order."""
    text = json.dumps(snapshot.sections, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@enclosure("receipt")
def receipt(application: Application) -> tuple[str, bytes, str]:
    """(name, content, type) of the receipt of what was sent last, in the language of the file: a PDF or, on a
    machine that lacks the library which sets it, the same as text.
    """
    try:
        return receipt_pdf(application)
    except (ImportError, OSError):
        logger.exception("The receipt is sent as text: docs/sheet.md says what the PDF needs.")
    with override(application.language):
        text = render_to_string("applications/desk/receipt.txt", said_of(application))
        return _name() + ".txt", text.encode(), "text/plain"


def receipt_pdf(application: Application) -> tuple[str, bytes, str]:
    """(name, PDF, type). Raises ImportError or OSError where this machine lacks the library that sets it."""
    # Here and not above: WeasyPrint looks for Pango when it is loaded, and the site goes on without.
    from showcase.sheet.paper import printed

    with override(application.language):
        html = render_to_string("applications/desk/receipt.html", said_of(application))
        return _name() + ".pdf", printed(html), "application/pdf"


def _name() -> str:
    return pgettext("name of a file", "receipt")


def said_of(application: Application) -> dict[str, Any]:
    """What a receipt says: what was sent last, when, what proves it, and what comes next."""
    snapshot = application.snapshots.last()
    if snapshot is None:
        raise ValueError("Nothing of this file was sent.")
    attachments = attachments_of(application)
    plan = plan_of(application, snapshot.sections)
    named = {text for data in snapshot.sections.values() for texts in data.values() for text in texts}
    sections = [(form.title, told(form, attachments)) for form in plan.forms.values()]
    return {
        "application": application,
        "snapshot": snapshot,
        "fingerprint": fingerprint(snapshot),
        "following": following(application),
        "expected": expected_on(application),
        "sections": [(title, answers) for title, answers in sections if answers],
        "files": [attachment for key, attachment in attachments.items() if key in named],
    }


@require_safe
@on_file
def download(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The receipt again. 503 with a sentence where this machine lacks the library that sets the text."""
    application = person.application
    if not application.snapshots.exists():
        raise Http404
    try:
        name, content, kind = receipt_pdf(application)
    except (ImportError, OSError):
        logger.exception("The receipt cannot be made: docs/sheet.md says what it needs.")
        context = {
            "application": application,
            "addresses": in_every_language("applications:state", application.key),
        }
        return TemplateResponse(request, "applications/desk/no_receipt.html", context, status=503)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=kind, headers=headers)
