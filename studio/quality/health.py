"""The problems of the published site, kept in a table so that the report reads them at once.

A page's rows are made anew whenever it, its translations or what it links to changes
(`studio.quality.signals`), and all of them by `manage.py check_quality`. What comes with time alone (a
review, a badge) is kept with its day, which may be to come: no row has to change on that day.
"""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

import studio.quality.rules  # noqa: F401  registers the rules
from home.models import SiteFrame, Source
from studio.quality.findings import RULES, Finding, Weight, read
from studio.quality.links.collect import note_frame, note_page, note_source
from studio.quality.models import LinkState, LinkUse, Problem

DEAD_LINK = "dead-outside-link"
DEAD_PAGE = "dead-page-link"


def look_at(page: Page) -> int:
    """Make the rows of a page say what the rules find on it now; none where it is not published.

    Returns how many there are. A problem that was known keeps the day since which it is one.
    """
    page = page.specific
    note_page(page)
    findings = read(page) if page.live else []
    with transaction.atomic():
        before = Problem.objects.filter(page_id=page.pk)
        rows = _rows(page, findings, {(row.code, row.link_id): row.since for row in before})
        before.delete()
        Problem.objects.bulk_create(rows)
    return len(rows)


def _rows(page: Page, findings: Iterable[Finding], known: dict[tuple, datetime.date]) -> list[Problem]:
    """One row per rule, day and link, with how many were found and the first of them.

    `known` is since when: (code, link) to day. A day that the rule itself gives comes before it.
    """
    rows: dict[tuple, Problem] = {}
    today = timezone.localdate()
    for finding in findings:
        found = finding.found
        key = finding.rule.code, found.since, found.link_id
        if key in rows:
            rows[key].number += 1
            continue
        rows[key] = Problem(
            page_id=page.pk,
            code=finding.rule.code,
            since=found.since or known.get((finding.rule.code, found.link_id), today),
            detail=found.detail or found.words,
            path=found.path[:500],
            link_id=found.link_id,
        )
    return list(rows.values())


def look_at_record(record: Source | SiteFrame) -> None:
    """The same for a source of the register or a site frame, whose only problem is a dead link."""
    holder = {"source": record} if isinstance(record, Source) else {"frame": record}
    note_source(record) if isinstance(record, Source) else note_frame(record)
    dead = LinkUse.objects.filter(**holder, link__state=LinkState.DEAD).select_related("link")
    with transaction.atomic():
        Problem.objects.filter(**holder).delete()
        Problem.objects.bulk_create(
            Problem(**holder, code=DEAD_LINK, since=_day(use.link), detail=use.link.url, link=use.link)
            for use in dead
        )


def _day(link) -> datetime.date:
    return timezone.localdate(link.failing_since) if link.failing_since else timezone.localdate()


def look_at_all() -> tuple[int, int]:
    """Everything anew. Returns (published pages, problems of these and of records, to come included)."""
    pages = 0
    Problem.objects.filter(page__live=False).delete()
    for page in Page.objects.live().filter(depth__gt=1).specific().iterator(chunk_size=100):
        look_at(page)
        pages += 1
    for source in Source.objects.all():
        look_at_record(source)
    for frame in SiteFrame.objects.all():
        look_at_record(frame)
    return pages, Problem.objects.count()


def holders_of(page: Page) -> set[int]:
    """Keys of the pages that point at this page or at one of its translations."""
    versions = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    references = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(Page), to_object_id__in=map(str, versions)
    )
    pages = references.filter(base_content_type=ReferenceIndex._get_base_content_type(Page))
    return {int(key) for key in pages.values_list("object_id", flat=True)}


def links_changed(link_ids: Iterable[int]) -> None:
    """Look again at everything that uses these links, because what is known of them has changed."""
    uses = LinkUse.objects.filter(link_id__in=list(link_ids))
    page_ids = set(uses.exclude(page=None).values_list("page_id", flat=True))
    for page in Page.objects.filter(pk__in=page_ids).specific():
        look_at(page)
    for use in uses.select_related("source", "frame"):
        if record := use.source or use.frame:
            look_at_record(record)


def visible_to(user) -> QuerySet[Problem]:
    """The problems of today on what a user may see to: pages they may change, and the records beside them.

    One query more than the report's own, whatever the number of pages.
    """
    pages = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    allowed = Q(page__in=pages.values("pk"))
    for holder, permission in (("source", "home.change_source"), ("frame", "home.change_siteframe")):
        if user.has_perm(permission):
            allowed |= Q(**{f"{holder}__isnull": False})
    return Problem.objects.current().filter(allowed)


def counts(user) -> dict[str, int]:
    """Number of problems by code, of those that the user may see to: one query, for the dashboard."""
    found = visible_to(user).values("code").annotate(total=Count("pk")).order_by("code")
    return {row["code"]: row["total"] for row in found}


def count_links(user) -> list[dict]:
    """Each kind of problem that there is: its name, its number and the address of its rows in the report."""
    base = reverse("content_health")
    found = [(RULES[code], count) for code, count in counts(user).items() if code in RULES]
    return [
        {
            "state": "missing" if rule.weight == Weight.SERIOUS else "stale",
            "label": str(rule.title),
            "count": count,
            "url": f"{base}?code={rule.code}",
        }
        for rule, count in sorted(found, key=lambda each: (each[0].weight != Weight.SERIOUS, -each[1]))
    ]
