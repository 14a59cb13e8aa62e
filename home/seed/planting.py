"""Making pages and their translations from seed files, in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.seed.reading import SeedError, key_for, localise
from home.seed.streams import StreamBuilder

# Values of a model's fields by name
Fields = dict[str, Any]


@dataclass
class Sowing:
    """One page to come: where it stands, what its file says, and how its fields are made from it."""

    page: Page
    key: str
    node: dict
    place: str
    fields: Callable[["Planter", dict, str], Fields]
    children: Callable[["Planter", dict, str, str], dict[str, list[models.Model]]] | None = None


@dataclass
class Planter:
    """Holds what the seeds of every app share while they run.

    Each app first sows its pages (they exist, empty), so that any text may link to any page; then all
    of them are filled, published and translated.
    """

    french: Locale
    english: Locale
    page_ids: dict[str, int] = field(default_factory=dict)
    source_ids: dict[str, int] = field(default_factory=dict)
    sowings: list[Sowing] = field(default_factory=list)
    pictures: dict[Path, models.Model] = field(default_factory=dict)

    @property
    def builder(self) -> StreamBuilder:
        return StreamBuilder(self.page_ids, self.source_ids)

    def locale(self, language: str) -> Locale:
        return self.french if language == "fr" else self.english

    def sow(
        self,
        parent: Page,
        model: type[Page],
        key: str,
        node: dict,
        place: str,
        fields,
        children=None,
    ) -> Page:
        """An unpublished page under `parent`, to be filled when every page exists."""
        text = localise(node, "fr")
        page = model(
            title=text["title"],
            slug=text["slug"],
            translation_key=key_for(key),
            locale=self.french,
            live=False,
        )
        try:
            parent.add_child(instance=page)
        except ValidationError as error:
            raise SeedError(place, _plainly(error)) from error
        self.page_ids[key] = page.pk
        self.sowings.append(Sowing(page, key, node, place, fields, children))
        return page

    def fill_all(self) -> None:
        for sowing in self.sowings:
            self._fill(sowing)
        for sowing in self.sowings:
            english = self._draft(sowing, "en")
            # Read again: the instance in memory still holds children as they were before they were saved.
            page = Page.objects.get(pk=sowing.page.pk).specific
            self.translate(page, english, sowing.place)

    def _fill(self, sowing: Sowing) -> None:
        page = sowing.page
        for name, value in sowing.fields(self, localise(sowing.node, "fr"), sowing.place).items():
            setattr(page, name, value)
        relations = self._children(sowing, "fr")
        for relation, children in relations.items():
            setattr(page, relation, children)
        try:
            for item in (page, *chain.from_iterable(relations.values())):
                _clean_streams(item)
                # A child knows its page, which knows its key, only once both are saved.
                item.full_clean(exclude=["page"])
            page.save_revision().publish()
        except ValidationError as error:
            raise SeedError(sowing.place, _plainly(error)) from error

    def _draft(self, sowing: Sowing, language: str) -> Page:
        """The page as it reads in that language, never saved: the translation takes its words."""
        text = localise(sowing.node, language)
        draft = type(sowing.page)(
            title=text["title"],
            slug=text["slug"],
            locale=self.locale(language),
            **sowing.fields(self, text, sowing.place),
        )
        for relation, children in self._children(sowing, language).items():
            setattr(draft, relation, children)
        _clean_streams(draft)
        return draft

    def _children(self, sowing: Sowing, language: str) -> dict[str, list[models.Model]]:
        if sowing.children is None:
            return {}
        found = sowing.children(self, localise(sowing.node, language), language, sowing.place)
        for relation, children in found.items():
            for number, child in enumerate(children):
                child.sort_order = number  # type: ignore[attr-defined]
                child.locale = self.locale(language)  # type: ignore[attr-defined]
                child.translation_key = key_for(sowing.key, relation, str(number))  # type: ignore[attr-defined]
        return found

    def translate(self, source: models.Model, target: models.Model, place: str) -> None:
        """Give wagtail-localize the target's words for each segment of the source, and publish."""
        record, _created = TranslationSource.update_or_create_from_instance(source)
        translation, _created = Translation.objects.get_or_create(source=record, target_locale=self.english)
        StringTranslation.objects.bulk_create(self._words(record, target, place))
        # wagtail-localize would publish a page after the transaction; ours is whole or is not.
        is_page = isinstance(source, Page)
        try:
            translation.save_target(publish=not is_page)
            if is_page:
                record.get_translated_instance(self.english).get_latest_revision().publish()
        except ValidationError as error:
            raise SeedError(place, f"in English: {_plainly(error)}") from error

    def _words(
        self, record: TranslationSource, target: models.Model, place: str
    ) -> Iterable[StringTranslation]:
        """The target's words as translations of the source's segments, matched path by path, in order."""
        words: dict[str, list[str]] = {}
        for segment in extract_segments(target):
            if isinstance(segment, StringSegmentValue):
                words.setdefault(segment.path, []).append(segment.string.data)
        rows: dict[tuple[int, int], StringTranslation] = {}
        counts = Counter[str]()
        for segment in (
            StringSegment.objects.filter(source=record).select_related("context").order_by("order")
        ):
            path = segment.context.path
            counts[path] += 1
            if len(words.get(path, [])) < counts[path]:
                raise SeedError(place, f"the English text has less than the French one at {path}")
            rows[segment.string_id, segment.context_id] = StringTranslation(
                translation_of_id=segment.string_id,
                locale=self.english,
                context_id=segment.context_id,
                data=words[path][counts[path] - 1],
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
        for path, count in counts.items():
            if len(words[path]) != count:
                raise SeedError(place, f"the English text has more than the French one at {path}")
        return rows.values()

    def picture(self, path: Path, title: str) -> Fields:
        """The field that shows a picture of the seed, put into the library the first time it is asked for."""
        if path not in self.pictures:
            if not path.is_file():
                raise SeedError(path.name, "the picture is missing")
            image = get_image_model()(title=title, credit="Passerelle", licence="CC BY-SA 4.0")
            with path.open("rb") as file:
                image.file.save(path.name, File(file), save=True)
            self.pictures[path] = image
        return {"listing_image": self.pictures[path]}


def common_fields(planter: Planter, node: dict, place: str) -> Fields:
    """What every page has: summary, descriptions, picture, date of the last review."""
    fields: Fields = {
        "summary": node.get("summary", ""),
        "search_description": node.get("search_description", ""),
        "image_alt": node.get("image_alt", ""),
        "reviewed_on": node.get("reviewed_on"),
    }
    if "body" in node:
        fields["body"] = planter.builder.stream(node["body"], place)
    return fields


def _clean_streams(page: models.Model) -> None:
    """What the edit form would check of the blocks, which saving does not."""
    for stream_field in page._meta.get_fields():
        if isinstance(stream_field, StreamField):
            stream_field.stream_block.clean(getattr(page, stream_field.name))


def _plainly(error: ValidationError) -> str:
    return "; ".join(getattr(error, "messages", None) or [str(error)])
