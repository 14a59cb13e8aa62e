"""One round of checking: the links whose turn it is, never two requests at a time."""

import datetime
import logging
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from home import content_version
from studio.quality.health import links_changed
from studio.quality.limits import limits
from studio.quality.links.fetch import ask
from studio.quality.links.manners import Manners
from studio.quality.links.state import judge
from studio.quality.models import LinkCheck, LinkFault, LinkState

DEAD = LinkState.DEAD
UNREACHED = {LinkFault.NAME, LinkFault.CONNECTION, LinkFault.SLOW}
HOSTS_CUT_OFF = 3
CLAIMED = datetime.timedelta(hours=1)
NEWS = ["state", "status", "fault", "checked_at", "next_check_at", "failing_since", "failures", "moved_to"]

logger = logging.getLogger(__name__)


def due(most: int) -> list[LinkCheck]:
    """The links to check now: those never checked first, then the longest unchecked, hosts taking turns."""
    waiting = LinkCheck.objects.filter(next_check_at__lte=timezone.now(), uses__isnull=False).distinct()
    links = list(waiting.order_by(F("checked_at").asc(nulls_first=True), "pk")[:most])
    return list(_in_turns(links))


def _in_turns(links: list[LinkCheck]) -> Iterator[LinkCheck]:
    """The same links, so that one host's are as far apart as can be: then nobody has to wait for long."""
    by_host: dict[str, list[LinkCheck]] = {}
    for link in links:
        by_host.setdefault(urlsplit(link.url).netloc, []).append(link)
    yield from (link for link in chain.from_iterable(zip_longest(*by_host.values())) if link)


def check_due(most: int | None = None, said: Callable[[LinkCheck], object] | None = None) -> int:
    """Check at most `most` links (the limit of one run unless given). Returns how many were checked.

    `said` is called with each link once it has been judged. Pages are read again whose links died or revived.
    Where not one site of several can be reached, it is this machine that is cut off, and nothing is kept.
    """
    manners = Manners(settings.WAGTAILADMIN_BASE_URL)
    kept: list[tuple[LinkCheck, str]] = []
    in_doubt: list[tuple[LinkCheck, str]] = []
    for link in filter(_claim, due(most or limits().link_batch)):
        before = link.state
        answer = ask(link.url, manners)
        judge(link, answer, timezone.now())
        in_doubt.append((link, before))
        if answer.fault not in UNREACHED:
            kept += _keep(in_doubt, said)
            in_doubt = []
    if len({urlsplit(link.url).netloc for link, _before in in_doubt}) < HOSTS_CUT_OFF or kept:
        kept += _keep(in_doubt, said)
    else:
        logger.warning("Outside links: no site can be reached from here, so nothing is held against them.")
    turned = [link.pk for link, before in kept if (before == DEAD) != (link.state == DEAD)]
    links_changed(turned)
    if turned:
        content_version.move()  # readers are told
    logger.info("Outside links: %d checked, %d died or revived.", len(kept), len(turned))
    return len(kept)


def _claim(link: LinkCheck) -> bool:
    """Whether the link is ours to check: two runs at once would knock at each door twice."""
    mine = LinkCheck.objects.filter(pk=link.pk, next_check_at=link.next_check_at)
    return bool(mine.update(next_check_at=timezone.now() + CLAIMED))


def _keep(links: list[tuple[LinkCheck, str]], said) -> list[tuple[LinkCheck, str]]:
    for link, _before in links:
        # Fields by name: the row may have been forgotten while its site was thinking.
        LinkCheck.objects.filter(pk=link.pk).update(**{name: getattr(link, name) for name in NEWS})
        if said:
            said(link)
    return links
