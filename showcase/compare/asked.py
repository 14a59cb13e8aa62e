"""Which projects an address names. Whatever it names is answered, and what is left out is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.references import restricted
from showcase.models.projects import ProjectPage
from showcase.models.showcase import ShowcasePage

NAME = "project"
MOST = 4
# An address may name more; what comes after these is left out unread.
READ = 20
SHOWN_LENGTH = 60


@dataclass(frozen=True)
class LeftOut:
    """A sentence about what is not in the table, and the page where it may be read instead."""

    words: str
    elsewhere: Page | None = None


class Versions:
    """The pages that anybody may read: a showcase and the projects of these slugs, in every language, in one
    query.
    """

    def __init__(self, showcase: ShowcasePage, slugs: Iterable[str]):
        named = ProjectPage.objects.filter(slug__in=slugs, depth=showcase.depth + 1)
        wanted = Q(translation_key=showcase.translation_key)
        wanted |= Q(translation_key__in=named.values("translation_key"))
        live = Page.objects.live().filter(wanted).annotate(is_restricted=restricted())
        pages = [page for page in live.select_related("locale") if not page.is_restricted]
        self.showcases = [page for page in pages if page.depth == showcase.depth]
        paths = {page.path for page in self.showcases}
        self._projects = [page for page in pages if page.path[: -Page.steplen] in paths]

    def named(self, slug: str, language: str) -> Page | None:
        """The project of that slug in the language, else in another one."""
        found = [page for page in self._projects if page.slug == slug]
        own = (page for page in found if page.locale.language_code == language)
        return next(own, None) or next(iter(found), None)

    def version(self, project: Page, language: str) -> Page | None:
        """The same project in the language."""
        return next(
            (
                page
                for page in self._projects
                if page.translation_key == project.translation_key and page.locale.language_code == language
            ),
            None,
        )


class Asked:
    """The projects that `slugs` name below a showcase, in the order given, four at most.

    `pages` are those to show (bare pages, with their language); `left_out` says what is not shown.
    """

    def __init__(self, showcase: ShowcasePage, slugs: Iterable[str]):
        self.showcase = showcase
        self.language = showcase.locale.language_code
        self.pages: list[Page] = []
        self.left_out: list[LeftOut] = []
        # No page has a null in its address, and PostgreSQL cannot be asked for one.
        given = [slug for slug in (slug.replace("\x00", "").strip() for slug in slugs) if slug]
        once = list(dict.fromkeys(given))
        self._slugs = once[:READ]
        self.versions = Versions(showcase, self._slugs)
        for slug in self._slugs:
            self._take(slug)
        if len(once) > READ:
            self._say(_("The address names too many projects to read: only the first ones were looked at."))
        if len(once) < len(given):
            self._say(_("A project that is named twice is shown once."))

    def _say(self, words: str, elsewhere: Page | None = None) -> None:
        self.left_out.append(LeftOut(words, elsewhere))

    def _take(self, slug: str) -> None:
        named = self.versions.named(slug, self.language)
        if named is None:
            words = _("No published project has the address “%(slug)s”: it was left out.")
            self._say(words % {"slug": Truncator(slug).chars(SHOWN_LENGTH)})
            return
        page = self.versions.version(named, self.language)
        if page is None:
            words = _("“%(title)s” is not published in this language: it was left out.")
            self._say(words % {"title": named.title}, named)
        elif page in self.pages:
            self._say(_("A project that is named twice is shown once."))
        elif len(self.pages) == MOST:
            words = _("Four projects at most are compared at once: “%(title)s” was left out.")
            self._say(words % {"title": page.title})
        else:
            self.pages.append(page)

    def query(self, *, without: int | None = None, plus: str = "") -> str:
        """The query string of this comparison without the project of that key, or with that slug more."""
        slugs = [page.slug for page in self.pages if page.pk != without]
        return urlencode([(NAME, slug) for slug in (*slugs, plus) if slug])

    def query_in(self, language: str) -> str:
        """The query string of the same comparison in another language. A project that is not there keeps the
        slug it was named by, so that its absence is said there.
        """
        slugs = []
        for slug in self._slugs:
            named = self.versions.named(slug, self.language)
            version = named and self.versions.version(named, language)
            slugs.append(version.slug if version else slug)
        return urlencode([(NAME, slug) for slug in dict.fromkeys(slugs)])

    @cached_property
    def is_full(self) -> bool:
        return len(self.pages) == MOST
