"""Verifying what somebody pasted. Nothing is fetched: only this site's own credentials can be proved here,
and its keys and its register are at hand.
"""

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any

import jwt
from django.db import models
from django.utils.translation import gettext_lazy as _
from jwt.types import Options
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.keys import KeyType, detect_key_type
from openbadgeslib.ob3 import (
    OB3GuardUnavailable,
    OB3LdpVerifier,
    OB3Verifier,
    OpenBadgeCredential,
    verify_data_integrity_proof,
)

from showcase.credentials import issuer, keys
from showcase.credentials.models import IssuedCredential

MOST_BYTES = 100_000
ENVELOPE = "data:application/vc+jwt,"
ALGORITHMS = {KeyType.ED25519: ["EdDSA"]}


class Outcome(models.TextChoices):
    """What verifying came to, in a sentence for whoever asked."""

    VERIFIED = (
        "verified",
        _("This credential was issued by this site, has not been altered, and holds today."),
    )
    EMPTY = "empty", _("There is nothing to verify yet. Paste a credential, or its address on this site.")
    TOO_LARGE = "too-large", _("This is more than 100 kB, far longer than any credential of ours.")
    MALFORMED = (
        "malformed",
        _(
            "This is not a credential that can be read. Paste the whole file, from its first character to its"
            " last."
        ),
    )
    UNSIGNED = "unsigned", _("This credential carries no signature: anybody could have written it.")
    UNKNOWN_ISSUER = (
        "unknown-issuer",
        _(
            "This credential names another issuer than this site. We can only vouch for our own: ask its"
            " issuer."
        ),
    )
    UNKNOWN_KEY = (
        "unknown-key",
        _(
            "This credential claims to be ours, but it is signed with a key that we have never used. It is"
            " forged."
        ),
    )
    ALTERED = (
        "altered",
        _(
            "The signature does not match the text: the credential was altered after we signed it, or"
            " somebody else signed it in our name."
        ),
    )
    NOT_YET = "not-yet", _("This credential is genuine, but it only holds from a later day.")
    EXPIRED = (
        "expired",
        _("This credential is genuine, but it has expired: what was found is to be checked again."),
    )
    REVOKED = "revoked", _("This credential is genuine, but it has been revoked.")
    UNREGISTERED = (
        "unregistered",
        _(
            "The signature is ours, but this credential is not in our register. Do not rely on it, and tell"
            " us."
        ),
    )
    ELSEWHERE = (
        "elsewhere",
        _(
            "This address is on another site, and we fetch nothing from elsewhere. Open it yourself, copy"
            " what it shows, and paste it here."
        ),
    )
    NOTHING_VERIFIED = (
        "nothing-verified",
        _("This project has no credential: no criterion of it is verified by a jury today."),
    )
    NOT_FOUND = "not-found", _("There is no credential at this address of our site.")
    UNAVAILABLE = "unavailable", _("It cannot be verified at the moment. Try again later.")


@dataclass(frozen=True)
class Verdict:
    """What verifying came to, and the credential where it is one of ours."""

    outcome: Outcome
    credential: OpenBadgeCredential | None = None
    row: IssuedCredential | None = None

    @property
    def is_verified(self) -> bool:
        return self.outcome is Outcome.VERIFIED


class RefusedError(Exception):
    """It does not verify; `outcome` says why."""

    def __init__(self, outcome: Outcome):
        self.outcome = outcome


@dataclass(frozen=True)
class Pasted:
    """A credential as it was pasted, its signature not yet checked: a JSON document with a proof, or the
    claims of a token. `method` names the key that it says it was signed with.
    """

    claims: dict[str, Any]
    method: Any
    token: str = ""


def check(text: str) -> Verdict:
    """Whether the text, JSON or a compact JWT, is a credential of this site that holds today.

    Whatever is given, it answers; it never raises.
    """
    row = None
    try:
        pasted = read(text)
        site = issuer.did(issuer.root_address())
        credential = _proved(pasted, _key_of(pasted, site), site)
        row = _registered(credential)
        if hasattr(row, "revocation"):
            raise RefusedError(Outcome.REVOKED)
    except RefusedError as refused:
        return Verdict(refused.outcome, row=row)
    return Verdict(Outcome.VERIFIED, credential, row)


def read(text: str) -> Pasted:
    """What was pasted, taken apart. Raises RefusedError."""
    text = text.strip().removeprefix("\ufeff")
    if not text:
        raise RefusedError(Outcome.EMPTY)
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise RefusedError(Outcome.TOO_LARGE)
    if text.count(".") == 2 and not text.startswith(("{", "[", '"')):
        return _read_token(text)
    document = _json(text)
    if isinstance(document, str):
        return _read_token(document)
    if not isinstance(document, dict):
        raise RefusedError(Outcome.MALFORMED)
    address = document.get("id")
    if isinstance(address, str) and address.startswith(ENVELOPE):
        return _read_token(address.removeprefix(ENVELOPE))
    return _read_document(document)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise RefusedError(Outcome.MALFORMED) from None


def _read_document(document: dict[str, Any]) -> Pasted:
    if not {"@context", "issuer", "credentialSubject"} <= document.keys():
        raise RefusedError(Outcome.MALFORMED)
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, dict):
        raise RefusedError(Outcome.MALFORMED if proof else Outcome.UNSIGNED)
    return Pasted(document, proof.get("verificationMethod"))


def _read_token(token: str) -> Pasted:
    token = "".join(token.split())  # mail programs break long lines
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.exceptions.PyJWTError, ValueError, RecursionError):
        raise RefusedError(Outcome.MALFORMED) from None
    if str(header.get("alg")).lower() == "none":
        raise RefusedError(Outcome.UNSIGNED)
    return Pasted(claims, header.get("kid"), token)


def _key_of(pasted: Pasted, site: str) -> bytes:
    """The public key that it says it was signed with, which has to be one of this site's."""
    named = pasted.claims.get("issuer")
    named = named.get("id") if isinstance(named, dict) else named
    if named != site:
        raise RefusedError(Outcome.UNKNOWN_ISSUER if isinstance(named, str) else Outcome.MALFORMED)
    for name, pem in keys.public_keys().items():
        if pasted.method == f"{site}#{name}":
            return pem
    raise RefusedError(Outcome.UNKNOWN_KEY)


def _proved(pasted: Pasted, key: bytes, site: str) -> OpenBadgeCredential:
    """The credential, once openbadgeslib has verified its signature, its form and its dates."""
    try:
        if pasted.token:
            return OB3Verifier(key, issuer_did=site).verify(pasted.token)
        return OB3LdpVerifier(key, issuer_did=site).verify(pasted.claims)
    except OB3GuardUnavailable:
        raise RefusedError(Outcome.UNAVAILABLE) from None
    except Exception:  # whatever a hostile document makes of the libraries below, it does not verify
        raise RefusedError(_why_not(pasted, key)) from None


def _why_not(pasted: Pasted, key: bytes) -> Outcome:
    """Why it does not verify: what it says is only asked once its signature is known to hold."""
    if not _signature_holds(pasted, key):
        return Outcome.ALTERED
    now = datetime.datetime.now(datetime.UTC)
    start, end = (_moment(pasted.claims.get(name)) for name in ("validFrom", "validUntil"))
    if end and end < now:
        return Outcome.EXPIRED
    return Outcome.NOT_YET if start and start > now else Outcome.MALFORMED


def _signature_holds(pasted: Pasted, key: bytes) -> bool:
    try:
        if pasted.token:
            dates: Options = {
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
            }
            jwt.decode(pasted.token, key, ALGORITHMS[detect_key_type(key)], options=dates)
        else:
            verify_data_integrity_proof(pasted.claims, key)
    except (LibOpenBadgesException, jwt.exceptions.PyJWTError, ValueError, TypeError, RecursionError):
        return False
    return True


def _moment(value: Any) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _registered(credential: OpenBadgeCredential) -> IssuedCredential:
    try:
        key = uuid.UUID(credential.id)
    except ValueError:
        raise RefusedError(Outcome.UNREGISTERED) from None
    row = IssuedCredential.objects.select_related("revocation").filter(uuid=key).first()
    if row is None:
        raise RefusedError(Outcome.UNREGISTERED)
    return row
