"""What the worker does for the report: read changed pages again, and ask outside links."""

from django_tasks import task
from wagtail.models import Page

from home.models import SiteFrame, Source

FEW = 20


@task()
def look_again(page_ids: list[int]) -> None:
    """Read these pages again; one that is gone since has lost its rows with it."""
    from studio.quality.health import look_at

    for page in Page.objects.filter(pk__in=page_ids).specific():
        look_at(page)


@task()
def look_at_record_again(kind: str, record_id: int) -> None:
    """The same for a source (`kind` "source") or a site frame ("frame")."""
    from studio.quality.health import look_at_record

    rows = Source.objects.all() if kind == "source" else SiteFrame.objects.all()
    record = rows.filter(pk=record_id).first()
    if record:
        look_at_record(record)


@task()
def check_links(most: int) -> None:
    """Ask the outside links whose turn it is, at most so many.

    A few at a time, each few a task of its own: the worker has mail to send in between.
    """
    from studio.quality.links.run import check_due

    checked = check_due(min(most, FEW))
    if checked == FEW and most > FEW:
        check_links.enqueue(most - FEW)
