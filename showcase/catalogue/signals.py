"""What is published, taken away, moved or shut away, follows into the catalogue."""

from typing import Any

from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.background import is_resting
from showcase.catalogue import keeping
from showcase.catalogue.models import CatalogueEntry
from showcase.models.grid import Criterion
from showcase.models.projects import ProjectPage


@receiver([page_published, page_unpublished], sender=ProjectPage, dispatch_uid="catalogue_page")
def follow(instance: ProjectPage, **kwargs: Any) -> None:
    if not is_resting():
        keeping.enter([instance.pk])


@receiver(post_save, sender=ProjectPage, dispatch_uid="catalogue_page_saved")
def follow_what_is_saved(
    instance: ProjectPage, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A program may save a live page without publishing it; a draft says which fields it writes."""
    if not raw and not update_fields:
        follow(instance)


@receiver(post_page_move, dispatch_uid="catalogue_move")
def follow_a_move(instance: Page, **kwargs: Any) -> None:
    """Another place may be behind another login."""
    _enter_below(instance.path)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="catalogue_restriction")
def follow_a_restriction(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """`origin` is what was asked to be deleted: with its page, a restriction opens nothing to readers."""
    if origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction:
        _enter_below(instance.page.path)


def _enter_below(path: str) -> None:
    keeping.enter_all(ProjectPage.objects.filter(path__startswith=path).values_list("pk", flat=True))


@receiver(post_save, sender=Criterion, dispatch_uid="catalogue_criterion")
def follow_the_grid(created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw and not is_resting():
        keeping.rebuild_later.enqueue()


@receiver(post_migrate, dispatch_uid="catalogue_first_rows")
def fill(sender: Any, apps: Any, **kwargs: Any) -> None:
    """A site that had projects before it had a catalogue finds them in it."""
    if sender.name != "showcase":
        return
    try:  # the state after these migrations, which need not be the last ones
        apps.get_model("showcase", "CatalogueEntry")
    except LookupError:
        return
    if not CatalogueEntry.objects.exists():
        keeping.rebuild()
