"""What an answer, or the lack of one, means for a link."""

import datetime
from collections.abc import Iterable

from studio.quality.limits import limits
from studio.quality.links.fetch import Answer
from studio.quality.models import LinkCheck, LinkFault, LinkState, digest

SHORTEST_WAIT, LONGEST_WAIT = datetime.timedelta(hours=1), datetime.timedelta(days=30)
# Somebody answers, who does not speak to machines: that proves nothing about what a reader finds.
NOT_FOR_US = {LinkFault.ROBOTS, LinkFault.FORBIDDEN}
# No second try will do better: the site's own word, or an address that no reader can reach.
FOR_GOOD = {LinkFault.GONE, LinkFault.ADDRESS, LinkFault.PRIVATE}


def judge(link: LinkCheck, answer: Answer, now: datetime.datetime) -> None:
    """Change the link (unsaved) by what was answered at the time `now`.

    404 and 410 are the site's own word: dead at once. Anything else that fails may pass, and is dead only
    after several failures over several days. Who asks for time gets it, and nothing is held against them.
    """
    link.checked_at, link.status, link.fault = now, answer.status, answer.fault
    link.moved_to = answer.moved_to
    again = datetime.timedelta(days=limits().link_days)
    if answer.fault == LinkFault.BUSY:
        again = min(max(answer.retry_after or again, SHORTEST_WAIT), LONGEST_WAIT)
    elif answer.fault in NOT_FOR_US:
        _clear(link, LinkState.CLOSED)
    elif answer.fault:
        _failed(link, now)
        again = again if link.state == LinkState.DEAD else datetime.timedelta(days=1)
    else:
        _clear(link, LinkState.MOVED if answer.moved_to else LinkState.WORKS)
    link.next_check_at = now + again


def _clear(link: LinkCheck, state: LinkState) -> None:
    link.state, link.failures, link.failing_since = state, 0, None


def _failed(link: LinkCheck, now: datetime.datetime) -> None:
    link.failures += 1
    link.failing_since = link.failing_since or now
    long_enough = now - link.failing_since >= datetime.timedelta(days=limits().dead_after_days)
    given_up = link.failures >= limits().dead_after_failures and long_enough
    link.state = LinkState.DEAD if link.fault in FOR_GOOD or given_up else LinkState.SHAKY


def dead_among(addresses: Iterable[str]) -> dict[str, LinkCheck]:
    """The dead ones of these addresses, by address. One query; none for no address."""
    keys = {digest(address) for address in addresses}
    if not keys:
        return {}
    dead = LinkCheck.objects.filter(digest__in=keys, state=LinkState.DEAD)
    return {link.url: link for link in dead}
