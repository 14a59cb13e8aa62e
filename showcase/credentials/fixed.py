"""Addresses that never move, for whoever verifies: who issues, with which keys, and what was revoked."""

import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openbadgeslib.ob3 import build_did_document, build_status_list_credential
from openbadgeslib.ob3.credential import OB3_CONTEXT
from wagtail.models import Locale

from showcase.credentials import issuer, issuing, keys
from showcase.credentials.answers import for_everywhere, problem
from showcase.credentials.models import IssuedCredential, Revocation

# How long a list of revocations may be relied on before it is asked for again.
LIST_HOLDS = datetime.timedelta(days=7)


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The issuer: Open Badges 3.0, section B.1.16 (Profile)."""
    who = issuer.profile(issuer.root_address(), Locale.get_active())
    return _json({"@context": OB3_CONTEXT, **who.to_dict()})


@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    """The issuer's keys as `did:web` has them, the one in use first."""
    jwks = keys.public_jwks()
    if not jwks:
        return _no_key()
    return _json(
        build_did_document(issuer.did(issuer.root_address()), list(jwks.items())), "application/did+json"
    )


@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    """The same keys as a JWK Set (RFC 7517); empty while none has been made."""
    found = [{**jwk, "kid": name, "use": "sig", "alg": "EdDSA"} for name, jwk in keys.public_jwks().items()]
    return _json({"keys": found}, "application/jwk-set+json")


@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """What was revoked among one list of credentials: a Bitstring Status List 1.0, signed."""
    latest = IssuedCredential.objects.order_by("-pk").first()
    if latest is None or number > issuing.place_in_list(latest)[0]:
        raise Http404
    try:
        key = keys.signing_key()
    except keys.NoKeyError:
        return _no_key()
    root, now = issuer.root_address(), timezone.now()
    first = number * issuing.PER_LIST
    revoked = Revocation.objects.filter(
        credential_id__gte=first, credential_id__lt=first + issuing.PER_LIST
    ).values_list("credential_id", flat=True)
    credential = build_status_list_credential(
        issuer_id=issuer.did(root),
        url=issuing.list_address(root, number),
        purpose="revocation",
        set_indices=[one - first for one in revoked],
        issued=now,
        valid_until=now + LIST_HOLDS,
    )
    claims = {"iss": credential["issuer"], "jti": credential["id"], "nbf": int(now.timestamp())}
    token = issuing.signed_token({**credential, **claims}, root, key)
    return for_everywhere(HttpResponse(token, content_type="application/vc+jwt"))


def _json(content: dict, content_type: str = "application/json") -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 2}
    return for_everywhere(JsonResponse(content, content_type=content_type, json_dumps_params=options))


def _no_key() -> HttpResponse:
    return problem(
        503,
        _("No key has been made"),
        _(
            "This site has no key to sign credentials with yet."
            " Whoever runs it makes one with: manage.py credential_keys make."
        ),
    )
