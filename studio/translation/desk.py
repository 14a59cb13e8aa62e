"""What the editor shows above the sentences: which wait, what they said before, which a machine wrote."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

# A sentence is taken for an earlier form of another where this share of it is the same.
ALIKE = 0.5


@dataclass
class Waiting:
    """A sentence without translation; with what it said before it changed, where that is known."""

    segment: int
    text: str
    former_text: str = ""
    former_translation: str = ""


@dataclass
class Desk:
    stale: list[Waiting]
    machine: list[Waiting]
    is_shown: bool  # whether the page or item is published


def desk(translation: Translation) -> Desk:
    """What there is to do for a translation: four queries, however many sentences."""
    segments = list(
        StringSegment.objects.filter(source_id=translation.source_id)
        .annotate_translation(translation.target_locale)
        .select_related("string")
        .order_by("order")
    )
    stale = [segment for segment in segments if segment.translation is None]
    by_machine = set(
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale=translation.target_locale,
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        ).values_list("translation_of_id", "context_id")
    )
    former = _former(translation, stale, {(segment.string_id, segment.context_id) for segment in segments})
    target = translation.source.object.get_instance_or_none(translation.target_locale)
    return Desk(
        stale=[_waiting(segment, former.get(segment.pk)) for segment in stale],
        machine=[
            _waiting(segment, None)
            for segment in segments
            if segment.translation is not None and (segment.string_id, segment.context_id) in by_machine
        ],
        is_shown=target is not None and getattr(target, "live", True),
    )


def _waiting(segment: StringSegment, former: StringTranslation | None) -> Waiting:
    return Waiting(
        segment.pk,
        plain(segment.string.data),
        plain(former.translation_of.data) if former else "",
        plain(former.data) if former else "",
    )


def plain(data: str) -> str:
    """A sentence as wagtail-localize keeps it, without its markup."""
    return StringValue(data).render_text()


def _former(
    translation: Translation, stale: list[StringSegment], present: set[tuple[int, int]]
) -> dict[int, StringTranslation]:
    """For each segment that waits, the translation of the sentence once at its place, if one is alike."""
    gone: dict[int, list[StringTranslation]] = defaultdict(list)
    candidates = StringTranslation.objects.filter(
        context__in=[segment.context_id for segment in stale], locale=translation.target_locale
    )
    for found in candidates.select_related("translation_of").order_by("-updated_at"):
        if (found.translation_of_id, found.context_id) not in present:
            gone[found.context_id].append(found)
    best = {segment.pk: _closest(segment, gone[segment.context_id]) for segment in stale}
    return {key: found for key, found in best.items() if found}


def _closest(segment: StringSegment, candidates: Iterable[StringTranslation]) -> StringTranslation | None:
    likeness = [
        (SequenceMatcher(None, segment.string.data, found.translation_of.data).ratio(), -rank, found)
        for rank, found in enumerate(candidates)
    ]
    score, _rank, found = max(likeness, default=(0, 0, None), key=lambda entry: entry[:2])
    return found if score >= ALIKE else None
