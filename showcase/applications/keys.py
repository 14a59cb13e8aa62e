"""Links that let somebody in: 256 random bits, of which the site keeps the digest."""

import hashlib
import secrets
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from showcase.applications.models import AccessKey, Application

ENTRY_MINUTES = 2 * 60
INVITATION_MINUTES = 14 * 24 * 60


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_key(email: str, application: Application | None, *, leads_to: str, minutes: int) -> str:
    """A new key for whoever reads the mail of `email`, good for so many minutes: to `application`, at its
    address of the name `leads_to`, or to begin one. Returns its secret, which is kept nowhere.
    """
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    AccessKey.objects.create(
        digest=digest_of(secret),
        email=email,
        application=application,
        leads_to=leads_to,
        made_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )
    return secret


def link_of(secret: str, language: str) -> str:
    """The path at which a key is used, in a language."""
    with override(language):
        return reverse("applications:key", args=[secret])


def use(secret: str) -> AccessKey | None:
    """The key, which is then used up; None where it is unknown, expired, or was used before."""
    now = timezone.now()
    fresh = AccessKey.objects.filter(digest=digest_of(secret), used_at=None, expires_at__gt=now)
    if not fresh.update(used_at=now):  # of two at once, one finds it unused
        return None
    return AccessKey.objects.select_related("application").get(digest=digest_of(secret))


def is_good(secret: str) -> bool:
    """Whether the key could be used now. Asking uses nothing: programs that read mail follow links."""
    now = timezone.now()
    return AccessKey.objects.filter(digest=digest_of(secret), used_at=None, expires_at__gt=now).exists()
