"""A proof of work that a browser does by itself (ALTCHA, version 2), where the setting `ALTCHA` is on.
Nothing is asked of the person, and nothing of another host.
"""

import time
from datetime import timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.utils.crypto import salted_hmac

from home.limits import too_many
from home.public_form import TOKEN_MAX_AGE

# 256 tries on average: less than a second of a computer, some seconds of a small telephone.
ALGORITHM, COST, PREFIX = "PBKDF2/SHA-256", 5_000, "00"


def challenge() -> dict[str, Any]:
    """A task for a browser, as JSON can hold it, good for as long as the form it stands in."""
    task = create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=int(time.time()) + TOKEN_MAX_AGE,
        hmac_secret=_secret(),
    )
    return task.to_dict()


def is_solved(proof: str) -> bool:
    """Whether this (base64 of JSON, as ALTCHA writes it) solves a task of ours that nobody has used. It is
    then used.
    """
    if not verify_solution(proof, _secret()).verified:
        return False
    signature = Payload.from_base64(proof).challenge.signature
    return not too_many(f"altcha:{signature}", 1, within=timedelta(seconds=TOKEN_MAX_AGE))


def _secret() -> bytes:
    return salted_hmac("showcase.applications.door.altcha", "", algorithm="sha256").digest()
