"""What follows when a page or a term is published, taken away or deleted."""

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from glossary.models import GlossaryIndexPage, TermPage
from glossary.store import address_of
from glossary.uses import index_language, index_page
from home.background import is_resting
from home.models import BasePage


@receiver([page_published, page_unpublished], dispatch_uid="term_uses")
def index_again(sender: type[Page], instance: Page, **kwargs) -> None:
    """Queue what the change touches: the page itself, and every page of its language where it is a term."""
    if is_resting() or not issubclass(sender, BasePage):
        return
    if issubclass(sender, TermPage):
        index_language.enqueue(instance.locale.language_code)
    else:
        index_page.enqueue(instance.pk)


@receiver(post_delete, sender=TermPage, dispatch_uid="term_deleted")
def index_without(sender, instance: TermPage, **kwargs) -> None:
    """A shorter term may be found where the deleted one stood, once all of it is gone."""
    if instance.live and not is_resting():
        language = instance.locale.language_code
        transaction.on_commit(lambda: index_language.enqueue(language))


@receiver(page_unpublished, sender=TermPage, dispatch_uid="term_unpublished_redirect")
def lead_to_the_glossary(sender, instance: TermPage, **kwargs) -> None:
    """The address of a term that is taken away leads to the glossary, for as long as it is away.

    A deletion says the same before it deletes: whether it was one is known once it is done.
    """

    def redirect() -> None:
        if TermPage.objects.filter(pk=key, live=False).exists():
            _redirect([path], instance, permanent=False)

    key, path = instance.pk, Redirect.normalise_path(address_of(instance))
    transaction.on_commit(redirect)


@receiver(page_published, sender=TermPage, dispatch_uid="term_published_redirect")
def lead_to_the_term(sender, instance: TermPage, **kwargs) -> None:
    own = Redirect.normalise_path(address_of(instance))
    Redirect.objects.filter(old_path=own, automatically_created=True).delete()


@receiver(pre_delete, sender=TermPage, dispatch_uid="term_deleted_redirect")
def lead_there_for_good(sender, instance: TermPage, **kwargs) -> None:
    """The addresses of a deleted term, former ones included, lead to the glossary of its language."""
    if not instance.first_published_at and not instance.live:
        return
    former = Redirect.objects.filter(redirect_page=instance).values_list("old_path", flat=True)
    paths = [Redirect.normalise_path(address_of(instance)), *former]
    # Once it is known that the glossary itself is not deleted with it.
    transaction.on_commit(lambda: _redirect(paths, instance, permanent=True))


def _redirect(paths: list[str], term: TermPage, permanent: bool) -> None:
    glossary = GlossaryIndexPage.objects.live().filter(path=term.path[: -term.steplen]).first()
    if glossary is None:
        return
    for path in paths:
        Redirect.objects.update_or_create(
            old_path=path,
            site=None,
            defaults={
                "redirect_page": glossary,
                "is_permanent": permanent,
                "automatically_created": True,
            },
        )
