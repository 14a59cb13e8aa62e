"""How often something may be done: counted in the database, so that all processes count together and a
restart forgets nothing.
"""

import ipaddress
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from home.models.limits import Attempt

HOUR = timedelta(hours=1)


def too_many(what: str, most: int, within: timedelta = HOUR) -> bool:
    """Count one more of what the words name; whether that makes more than `most` within the time.

    What comes when there are enough is not kept: who goes on asking neither fills the table nor waits longer.
    """
    forget_past_attempts()
    now = timezone.now()
    digest = salted_hmac("home.limits", what, algorithm="sha256").hexdigest()
    counted = Attempt.objects.filter(what=digest, until__gt=now)
    if counted.count() >= most:
        return True
    Attempt.objects.create(what=digest, until=now + within)
    return counted.count() > most  # of two at once, neither passes


def forget_past_attempts() -> None:
    """Delete what does not count any more."""
    Attempt.objects.filter(until__lte=timezone.now()).delete()


def connection_of(address: str) -> str:
    """What is counted as one connection: an address of IPv4, and of IPv6 the network that a household has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:  # a socket of this machine
        return address
    if known.version == 4 or known.ipv4_mapped:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False))
