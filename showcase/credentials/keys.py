"""The keys that credentials are signed with: files of their own, outside the code and the database.

`CREDENTIAL_KEYS_DIR` holds one private key, the one in use, readable by its owner alone, and the public
key of every one that was ever used: what was signed with an old one can still be verified.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from openbadgeslib.keys import KeyFactory, KeyType, public_jwk_from_pem

PRIVATE, PUBLIC = ".private.pem", ".public.pem"
NAME = re.compile(r"k\d{8}T\d{6}-[0-9a-f]{6}")


class NoKeyError(Exception):
    """There is no key to sign with: none was made, or its file cannot be read."""


class KeyExistsError(Exception):
    """A key is in use already."""


@dataclass(frozen=True)
class PrivateKey:
    """The key in use: its name (`k20261124T103000-1f2e3d`) and its PKCS 8 text (PEM, Ed25519)."""

    name: str
    pem: bytes


def signing_key() -> PrivateKey:
    """The private key in use. Raises NoKeyError."""
    names = _names(PRIVATE)
    if not names:
        raise NoKeyError
    try:
        return PrivateKey(names[-1], _path(names[-1], PRIVATE).read_bytes())
    except OSError as error:
        raise NoKeyError from error


def public_keys() -> dict[str, bytes]:
    """{name: PEM} of every key that was ever used, the newest first."""
    return {name: _path(name, PUBLIC).read_bytes() for name in reversed(_names(PUBLIC))}


def public_jwks() -> dict[str, dict]:
    """{name: JWK} of the same keys (RFC 7517)."""
    return {name: public_jwk_from_pem(pem) for name, pem in public_keys().items()}


def make() -> str:
    """The first key. Returns its name; raises KeyExistsError where there is one in use."""
    if _names(PRIVATE):
        raise KeyExistsError
    return _write_pair()


def rotate() -> str:
    """A new key in place of the one in use, whose public half stays. Returns the new one's name."""
    old = _names(PRIVATE)
    name = _write_pair()
    for retired in old:
        _path(retired, PRIVATE).unlink()
    return name


def _write_pair() -> str:
    private, public = KeyFactory(KeyType.ED25519).generate_keypair()
    name = f"k{timezone.now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    folder = Path(settings.CREDENTIAL_KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The public half first: nothing is ever signed that could not be verified.
    _write(_path(name, PUBLIC), public, 0o644)
    _write(_path(name, PRIVATE), private, 0o600)
    return name


def _write(path: Path, content: bytes, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)


def _names(ending: str) -> list[str]:
    found = Path(settings.CREDENTIAL_KEYS_DIR).glob(f"*{ending}")
    names = (path.name.removesuffix(ending) for path in found)
    return sorted(name for name in names if NAME.fullmatch(name))


def _path(name: str, ending: str) -> Path:
    return Path(settings.CREDENTIAL_KEYS_DIR) / f"{name}{ending}"
