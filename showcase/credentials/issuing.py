"""Issuing a credential once, and saying of an older one that it no longer holds."""

import json
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.db import IntegrityError, transaction
from django.utils import timezone
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3LdpVerifier, add_data_integrity_proof, status_entry
from openbadgeslib.ob3.status_list import DEFAULT_SIZE_BITS

from showcase.credentials import issuer, keys
from showcase.credentials.content import Claim
from showcase.credentials.models import Cause, IssuedCredential, Revocation
from showcase.models.projects import ProjectPage

# Credentials in one list of revocations; the next ones go into another.
PER_LIST = DEFAULT_SIZE_BITS


class CannotBeSignedError(Exception):
    """What was found cannot be written as a credential that others could verify; its text says why."""


class NothingVerifiedError(Exception):
    """No criterion of the project is verified by a jury today."""


def issue(page: ProjectPage) -> IssuedCredential:
    """The credential of what is verified of this published page today: the one that was issued before,
    while it says the same, else a new one, and then the older one no longer holds.

    Raises NothingVerifiedError, CannotBeSignedError, and keys.NoKeyError where it would have to be signed and
    there is nothing to sign with.
    """
    claim = Claim(page, issuer.root_address())
    if not claim.findings:
        retire(page, Cause.SUPERSEDED)
        raise NothingVerifiedError
    latest, digest = _latest(page), claim.digest
    if latest and latest.digest == digest and _can_be_verified(latest):
        return latest
    key = keys.signing_key()
    try:
        with transaction.atomic():
            retire(page, Cause.SUPERSEDED)
            return _sign(claim, digest, key)
    except IntegrityError:  # somebody else asked at the same moment
        return _of(page).get()


def keep_in_step(page: ProjectPage) -> None:
    """Once a page has been published: a credential that says something else no longer holds."""
    latest = _latest(page)
    if latest and latest.digest != Claim(page, issuer.root_address()).digest:
        retire(page, Cause.SUPERSEDED)


def retire(page: ProjectPage, cause: Cause) -> None:
    """The page's credential, if it has one, no longer holds. One that was revoked keeps its own reason."""
    with transaction.atomic():
        for old in _of(page).select_for_update():
            Revocation.objects.get_or_create(credential=old, defaults={"cause": cause})
            IssuedCredential.objects.filter(pk=old.pk).update(current=False)


def place_in_list(row: IssuedCredential) -> tuple[int, int]:
    """(number of the list of revocations, index in it) of a credential."""
    return divmod(row.pk, PER_LIST)


def list_address(root: str, number: int) -> str:
    return f"{root}/credentials/status/{number}.jwt"


def signed_token(payload: dict[str, Any], root: str, key: keys.PrivateKey) -> str:
    """The payload as a compact JWS that names its key, as the issuer's DID document does."""
    headers = {"kid": f"{issuer.did(root)}#{key.name}", "jwk": keys.public_jwks()[key.name]}
    private = load_pem_private_key(key.pem, password=None)
    return jwt.encode(payload, private, algorithm="EdDSA", headers=headers)  # type: ignore[arg-type]


def _of(page: ProjectPage):
    return IssuedCredential.objects.filter(
        project=page.translation_key, language=page.locale.language_code, current=True
    )


def _latest(page: ProjectPage) -> IssuedCredential | None:
    return _of(page).select_related("revocation").first()


def _can_be_verified(row: IssuedCredential) -> bool:
    """Not where its key was taken away, because it was stolen; what was revoked stays revoked."""
    return hasattr(row, "revocation") or row.key in keys.public_keys()


def _sign(claim: Claim, digest: str, key: keys.PrivateKey) -> IssuedCredential:
    page, root = claim.page, claim.root
    row = IssuedCredential.objects.create(
        project=page.translation_key,
        language=page.locale.language_code,
        title=page.title,
        digest=digest,
        key=key.name,
        issued_at=timezone.now().replace(microsecond=0),
        valid_until=claim.valid_until,
    )
    number, index = place_in_list(row)
    status = status_entry(list_address(root, number), "revocation", index)
    credential = claim.credential(row.urn, row.issued_at, status)
    method = f"{issuer.did(root)}#{key.name}"
    try:
        signed = add_data_integrity_proof(credential, key.pem, verification_method=method)
        OB3LdpVerifier(keys.public_keys()[key.name]).verify(signed)
    except LibOpenBadgesException as error:
        raise CannotBeSignedError(str(error)) from error
    row.document = json.dumps(signed, ensure_ascii=False, indent=2)
    row.token = signed_token(_as_payload(credential, row), root, key)
    row.save(update_fields=["document", "token"])
    return row


def _as_payload(credential: dict[str, Any], row: IssuedCredential) -> dict[str, Any]:
    """The credential with the claims that a JWT repeats (Open Badges 3.0, section 8.2.4.1)."""
    claims = {
        "iss": credential["issuer"]["id"],
        "sub": credential["credentialSubject"]["id"],
        "jti": credential["id"],
        "nbf": int(row.issued_at.timestamp()),
    }
    if row.valid_until:
        claims["exp"] = int(row.valid_until.timestamp())
    return {**credential, **claims}
