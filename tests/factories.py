"""Small sites, pages and records for the tests. Each test builds only what it needs."""

import datetime
import io
from typing import Any

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from glossary.models import GlossaryIndexPage, TermPage
from home.models import (
    ConceptIndexPage,
    ConceptPage,
    ContactPage,
    ContentPage,
    HomePage,
    SiteFrame,
    Source,
    SourcesPage,
)
from showcase.catalogue import keeping
from showcase.models import (
    Assessor,
    CriteriaGrid,
    Criterion,
    CriterionAssessment,
    Finding,
    Framework,
    FrameworkCategory,
    ProjectPage,
    ShowcasePage,
)

CODES = ("novelty", "risk", "policy", "partnership", "participation")
TODAY = datetime.date(2026, 11, 23)


class HomePageFactory(wagtail_factories.PageFactory):
    title = "Accueil"
    slug = "fr-home"
    hero = "Comprendre ensemble."
    summary = "Un site d’essai."

    class Meta:
        model = HomePage


class ConceptIndexPageFactory(wagtail_factories.PageFactory):
    title = "Comprendre"

    class Meta:
        model = ConceptIndexPage


class ConceptPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Notion {number}")

    class Meta:
        model = ConceptPage


class ContentPageFactory(wagtail_factories.PageFactory):
    title = "À propos"

    class Meta:
        model = ContentPage


class SourcesPageFactory(wagtail_factories.PageFactory):
    title = "Sources"

    class Meta:
        model = SourcesPage


class ContactPageFactory(wagtail_factories.PageFactory):
    title = "Contact"
    thank_you_title = "Merci"
    thank_you_text = "Nous vous répondrons."

    class Meta:
        model = ContactPage


class ShowcasePageFactory(wagtail_factories.PageFactory):
    title = "Vitrine"

    class Meta:
        model = ShowcasePage


class ProjectPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Projet {number:04d}")
    summary = "Un projet d’essai."
    legal_form = "association"
    country = "MA"
    place = "Casablanca"
    status = "active"

    class Meta:
        model = ProjectPage


class GlossaryIndexPageFactory(wagtail_factories.PageFactory):
    title = "Glossaire"

    class Meta:
        model = GlossaryIndexPage


class TermPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"terme {number}")
    short_definition = "Ce que le mot veut dire."
    long_definition = "<p>Un exemple.</p>"
    also_known_as = factory.LazyAttribute(lambda term: term.title)

    class Meta:
        model = TermPage


class SourceFactory(factory.django.DjangoModelFactory):
    code = factory.Sequence(lambda number: f"T{number}")
    title = factory.Sequence(lambda number: f"Source {number}")
    url = factory.LazyAttribute(lambda source: f"https://example.org/{source.code}")
    kind = "academic"

    class Meta:
        model = Source


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def make_site() -> HomePage:
    """A site with a French home page at its root, without Wagtail's welcome page. Returns the home page."""
    for welcome in Page.get_first_root_node().get_children():
        welcome.delete()
    # The deletion changed the root in the database behind the first instance's back.
    home = HomePageFactory(parent=Page.get_first_root_node(), locale=locale("fr"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return home


def in_english(page: Page, **changes: Any) -> Page:
    """The published English version of a page, its parents' having been made before."""
    translated = page.copy_for_translation(locale("en"))
    for name, value in changes.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return type(page).objects.get(pk=translated.pk)


def make_frame(language: str = "fr", **fields: Any) -> SiteFrame:
    return SiteFrame.objects.create(
        **{"locale": locale(language), "site_name": "Passerelle", "call_label": "Appelez-nous", **fields}
    )


def make_grid(version: int = 1, published_on: datetime.date | None = TODAY) -> CriteriaGrid:
    """A grid of five criteria behind one entry gate, in French."""
    grid = CriteriaGrid.objects.create(version=version, published_on=published_on)
    for order, code in enumerate(("need", *CODES)):
        Criterion.objects.create(
            grid=grid,
            locale=locale("fr"),
            code=code,
            sort_order=order,
            is_gate=code == "need",
            glyph=code,
            title=f"Critère {code}",
            short_title=code,
            meaning="<p>Sens.</p>",
            questions="Une question ?\n\nUne autre ?",
        )
    return grid


def make_framework(source: Source | None = None, links: dict[str, list[dict]] | None = None, **fields: Any):
    """A public frame with one category per title of `links`, each with blocks of its stream; in French."""
    framework = Framework(
        **{
            "locale": locale("fr"),
            "name": "le cadre d’à côté",
            "publisher": "Conseil",
            "published": "2017-02",
            "source": source or SourceFactory(),
            "is_public": True,
            **fields,
        }
    )
    framework.categories = [
        FrameworkCategory(locale=framework.locale, title=title, sort_order=order, links=blocks)
        for order, (title, blocks) in enumerate((links or {"Effets": []}).items())
    ]
    framework.save()
    return framework


def make_project(parent: Page, grid: CriteriaGrid, findings: dict[str, str] | None = None, **fields: Any):
    """A live project with one assessment per criterion of the grid, `demonstrated` unless said."""
    project = ProjectPageFactory(parent=parent, locale=parent.locale, **fields)
    CriterionAssessment.objects.bulk_create(
        CriterionAssessment(
            page=project,
            criterion=criterion,
            sort_order=criterion.sort_order,
            finding=(findings or {}).get(criterion.code, Finding.DEMONSTRATED),
            reason="Une raison.",
            assessor=Assessor.EDITORS,
            assessed_on=TODAY,
            locale=parent.locale,
        )
        for criterion in grid.criteria.filter(is_gate=False, locale=parent.locale)
    )
    keeping.enter([project.pk])
    return project


def make_picture(title: str = "Image", size: tuple[int, int] = (8, 6)):
    """A picture of the library, a few pixels wide: encoding large ones costs the tests minutes."""
    data = io.BytesIO()
    PillowImage.new("RGB", size, "teal").save(data, "PNG")
    return get_image_model().objects.create(
        title=title, file=ContentFile(data.getvalue(), name="image.png"), width=size[0], height=size[1]
    )
