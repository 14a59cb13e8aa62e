"""The translation board on a large site."""

import uuid
from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from bench.measure import Line, ask, median
from home.models import ConceptPage, HomePage
from studio.translation import state
from tests.factories import in_english, locale, make_site

PAGES, SENTENCES = 2000, 50
BOARD = "/admin/reports/translation-board/?ordering=-since"


def lines() -> Iterator[Line]:
    home = make_site()
    in_english(home, slug="en-home")
    grow(home, PAGES, SENTENCES)
    # As the databases do by themselves when tables have grown.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    size = f"{PAGES} pages of {SENTENCES} sentences, {connection.vendor}"
    yield Line(f"work out the state of every translation ({size})", median(state.rebuild, 3))
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench", "bench@example.org", "bench"))
    yield Line(f"the translation board ({size})", median(lambda: ask(client, BOARD)), 1000)


def grow(home: HomePage, pages: int, sentences: int) -> None:
    """Pages with a translation each, every seventh with two stale sentences, written as rows."""
    kind = ContentType.objects.get_for_model(ConceptPage)
    base = ContentType.objects.get_for_model(Page)
    french, english = home.locale, locale("en")
    made: list[Page] = []
    for language, parent in ((french, home), (english, home.get_translation(english))):
        for number in range(pages):
            made.append(
                Page(
                    title=f"Page {number}",
                    draft_title=f"Page {number}",
                    slug=f"page-{number}",
                    depth=3,
                    path=f"{parent.path}{Page._int2str(number + 100).rjust(4, '0')}",
                    url_path=f"{parent.url_path}page-{number}/",
                    locale=language,
                    translation_key=uuid.UUID(int=number + 1),
                    content_type=kind,
                    live=True,
                )
            )
    Page.objects.bulk_create(made)
    keys = [uuid.UUID(int=number + 1) for number in range(pages)]
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=key, content_type=base) for key in keys
    )
    now = timezone.now()
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=key,
            specific_content_type=kind,
            locale=french,
            object_repr="P",
            content_json="{}",
            last_updated_at=now,
        )
        for key in keys
    )
    Translation.objects.bulk_create(Translation(source=source, target_locale=english) for source in sources)
    strings = String.objects.bulk_create(
        String(locale=french, data=f"Phrase {number}", data_hash=String._get_data_hash(f"Phrase {number}"))
        for number in range(sentences)
    )
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(
            object_id=key, path=f"body.{number}", field_path="body.text",
            path_id=TranslationContext._get_path_id(f"body.{number}"),
        )
        for key in keys
        for number in range(sentences)
    )  # fmt: skip
    places = [
        (sources[place // sentences], contexts[place], strings[place % sentences], place)
        for place in range(pages * sentences)
    ]
    StringSegment.objects.bulk_create(
        StringSegment(source=source, context=context, string=string, order=place)
        for source, context, string, place in places
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=string, context=context, locale=english, data="x", translation_type="manual"
        )
        for source, context, string, place in places
        if (place // sentences) % 7 or place % sentences > 1
    )
    TranslationLog.objects.bulk_create(TranslationLog(source=source, locale=english) for source in sources)
