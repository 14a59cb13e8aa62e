"""Machine translation: wagtail-localize's connectors, and what is done when the service fails.

Sentences go in small batches, and each batch is kept as it comes: a service that stops half-way loses
nothing. What a machine wrote is marked as such until a person saves the sentence or says to have read it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import requests
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.machine_translators.libretranslate import LibreTranslator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from studio.translation import markup, state

BATCH = 20


class ServiceFailedError(Exception):
    """The service gave no usable answer; the message says what happened, in words for an editor."""


class PlainFailures:
    """Turns whatever a connector meets into `ServiceFailedError`."""

    def translate(self, source_locale, target_locale, strings):
        """Translations by sentence (`StringValue`), of all of them. Raises ServiceFailedError."""
        try:
            return super().translate(source_locale, target_locale, strings)  # type: ignore[misc]
        except requests.Timeout:
            raise ServiceFailedError(_("it took too long to answer")) from None
        except requests.ConnectionError:
            raise ServiceFailedError(_("it cannot be reached")) from None
        except requests.HTTPError as error:
            raise ServiceFailedError(_refusal(error.response)) from None
        # No JSON, other JSON than is documented, or not as many answers as questions.
        except (ValueError, KeyError, TypeError, requests.RequestException):
            raise ServiceFailedError(_("its answer cannot be used")) from None


def _refusal(response: requests.Response | None) -> str:
    status = response.status_code if response is not None else 0
    if status == 429:
        return _("it has had too many requests; try again later")
    if status in (401, 403):
        return _("it does not accept the key of this site")
    if status == 456:  # DeepL's own: https://developers.deepl.com/docs/best-practices/error-handling
        return _("the quota of this site is used up")
    return _("it answered with error %(status)d") % {"status": status}


class LibreTranslate(PlainFailures, LibreTranslator):
    """wagtail-localize's connector, its failures in plain words."""


class _DeepLByStatus(DeepLTranslator):
    """The connector, which looks at the status of the answer before it reads it."""

    def get_api_endpoint(self):
        return self.options.get("URL") or super().get_api_endpoint()

    def translate(self, source_locale, target_locale, strings):
        response = requests.post(
            self.get_api_endpoint(),
            self.get_parameters(source_locale, target_locale, strings),
            timeout=self.options["TIMEOUT"],
            headers=self.get_headers(),
        )
        response.raise_for_status()
        answers = response.json()["translations"]
        return {string: StringValue(answer["text"]) for string, answer in zip(strings, answers, strict=True)}


class DeepL(PlainFailures, _DeepLByStatus):
    """DeepL, its failures in plain words."""


@dataclass
class Outcome:
    """What a run did: sentences translated, sentences whose answer could not be used, why it stopped."""

    translated: int = 0
    unusable: int = 0
    failure: str = ""


def translate(translation: Translation, translator: BaseMachineTranslator, user: Any) -> Outcome:
    """Have the machine translate the sentences that have no translation; others are never touched."""
    outcome = Outcome()
    waiting: dict[StringValue, list[StringSegment]] = defaultdict(list)
    for segment in _untranslated(translation):
        waiting[segment.string.as_value()].append(segment)
    for batch in _batches(waiting):
        try:
            answers = translator.translate(translation.source.locale, translation.target_locale, batch)
        except ServiceFailedError as failure:
            outcome.failure = str(failure)
            break
        _keep(translation, waiting, answers, user, translator.display_name, outcome)
    return outcome


def _untranslated(translation: Translation) -> Iterable[StringSegment]:
    theirs = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.target_locale_id,
    )
    segments = StringSegment.objects.filter(~Exists(theirs), source_id=translation.source_id)
    return segments.select_related("string", "context").order_by("order")


def _batches(strings: Iterable[StringValue]) -> Iterator[list[StringValue]]:
    remaining = iter(strings)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@transaction.atomic
def _keep(translation, waiting, answers, user, tool: str, outcome: Outcome) -> None:
    for string, answer in answers.items():
        # Broken markup would break the page: such a sentence is left to a person.
        if not answer.data or markup.problem(string.data, answer.data):
            outcome.unusable += len(waiting[string])
            continue
        for segment in waiting[string]:
            StringTranslation.objects.get_or_create(
                translation_of_id=segment.string_id,
                locale_id=translation.target_locale_id,
                context_id=segment.context_id,
                defaults={
                    "data": answer.data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                    "tool_name": tool,
                    "last_translated_by": user,
                },
            )
            outcome.translated += 1


def mark_read(translation: Translation) -> int:
    """Somebody has read what the machine wrote, all of it. Returns the number of sentences.

    The words do not change, so neither does the time of their translation.
    """
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    unread = segments.get_translations(translation.target_locale).filter(
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE, has_error=False
    )
    count = StringTranslation.objects.filter(pk__in=list(unread.values_list("pk", flat=True))).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL
    )
    state.mark(translation.source.object_id)
    return count
