"""Which pages use which terms, kept in step in the background."""

from collections.abc import Iterable
from functools import cache

from django.db import transaction
from django.db.models import Q
from django_tasks import task
from wagtail.models import Locale, Page

from glossary.linking import Vocabulary
from glossary.models import TermUse
from glossary.store import link_page, vocabulary
from home import content_version
from home.models import BasePage
from home.page_text import text_of

LONGEST_WORDS = TermUse._meta.get_field("words").max_length


@task()
def index_page(page_id: int) -> None:
    """Note the terms that one page uses. Safe to run again, and after the page is gone."""
    page = Page.objects.select_related("locale").filter(pk=page_id).first()
    if page:
        note_uses([page])


@task()
def index_language(language: str) -> None:
    """Note them for every page of a language: a term that comes or goes may change any."""
    seen = Q(live=True) | Q(pk__in=TermUse.objects.values("page"))
    note_uses(Page.objects.filter(seen, locale__language_code=language).select_related("locale"))


def index_all() -> int:
    """Note the uses on every page. Returns how many there are."""
    for locale in Locale.objects.all():
        index_language.func(locale.language_code)
    return TermUse.objects.count()


def note_uses(pages: Iterable[Page]) -> None:
    """Write what differs from what is known of these pages, and let readers see it where anything does."""
    known: dict[int, dict[int, TermUse]] = {}
    pages = [page for page in pages if page.specific_class and issubclass(page.specific_class, BasePage)]
    for use in TermUse.objects.filter(page__in=[page.pk for page in pages]):
        known.setdefault(use.page_id, {})[use.term_id] = use
    new, gone = [], []
    words = cache(vocabulary)  # one reading for all, inside a transaction too
    for page in pages:
        before = known.get(page.pk, {})
        now = _uses_of(page, words(page.locale.language_code)) if page.live else {}
        gone += [use.pk for term_id, use in before.items() if now.get(term_id) != use.words]
        new += [
            TermUse(page_id=page.pk, term_id=term_id, words=words)
            for term_id, words in now.items()
            if term_id not in before or before[term_id].words != words
        ]
    if new or gone:
        with transaction.atomic():
            TermUse.objects.filter(pk__in=gone).delete()
            TermUse.objects.bulk_create(new, ignore_conflicts=True)
            transaction.on_commit(content_version.move)


def _uses_of(page: Page, words: Vocabulary) -> dict[int, str]:
    """{key of a term: the words it is met as} on the page as it is published."""
    specific = page.specific
    uses = link_page(text_of(specific), specific, words).uses
    return {use.term.pk: use.words[:LONGEST_WORDS] for use in uses}
