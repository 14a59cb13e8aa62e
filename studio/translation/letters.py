"""Telling whoever is in charge that sentences have changed: one e-mail per publication and person."""

from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation as languages
from django.utils.translation import ngettext
from django_tasks import task
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.views.edit_translation import user_can_edit_instance

from home.posting import send_or_retry
from studio.translation import facts

MOST_SENTENCES = 20


class Letters:
    """Collects, for one publication, whom to tell what."""

    def __init__(self, source: TranslationSource):
        self.source = source
        self._waiting: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)

    def add(self, translation: Translation, segments: list[int]) -> None:
        """These segments have lost their translation. Nobody is told where nobody is in charge."""
        person = in_charge(translation) if segments else None
        if person:
            self._waiting[person].append((translation.pk, segments))

    def post(self) -> None:
        """Queue one letter per person, in the transaction of the publication."""
        for person, stale in self._waiting.items():
            tell.enqueue(person, stale)


def in_charge(translation: Translation) -> int | None:
    """The key of who answers for a translation: who last worked at it, else the owner of the page.

    Only somebody who still signs in; None where there is nobody.
    """
    key, locale = translation.source.object_id, translation.target_locale_id
    target = facts.versions([key])[key].get(locale)
    return facts.translators([key]).get((key, locale)) or (target.owner_id if target else None)


@task()
def tell(person: int, stale: list[tuple[int, list[int]]], attempt: int = 0) -> None:
    """Send the letter. `stale` is a list of (translation, segments), as keys.

    Sentences that were mended or have changed again since are left out. Where the mail server does not
    take it, it is tried again later, five times within a day.
    """
    user = get_user_model().objects.filter(pk=person, is_active=True).exclude(email="").first()
    if user is None:
        return
    profile = getattr(user, "wagtail_userprofile", None)
    with languages.override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        mail = _letter(user, stale)
    if mail is None:
        return
    send_or_retry(mail, tell, person, stale, attempt=attempt)


def _letter(user, stale: list[tuple[int, list[int]]]) -> EmailMessage | None:
    parts = [part for part in (_part(user, key, segments) for key, segments in stale) if part]
    if not parts:
        return None
    count = sum(part["count"] for part in parts)
    title = parts[0]["title"]
    subject = ngettext(
        "%(n)d sentence to translate again: %(title)s", "%(n)d sentences to translate again: %(title)s", count
    ) % {"n": count, "title": title}
    body = render_to_string("studio/translation/stale.txt", {"parts": parts, "count": count, "user": user})
    return EmailMessage(subject=" ".join(subject.splitlines()), body=body.strip() + "\n", to=[user.email])


def _part(user, key: int, keys: list[int]) -> dict | None:
    """What the letter says of one translation; None where there is nothing left to say to this person."""
    translation = Translation.objects.filter(pk=key, enabled=True).select_related("target_locale").first()
    target = translation and _target(translation)
    if not translation or target is None or not user_can_edit_instance(user, target):
        return None
    segments = (
        StringSegment.objects.filter(pk__in=keys)
        .annotate_translation(translation.target_locale)
        .filter(translation__isnull=True)
        .select_related("string")
        .order_by("order")
    )
    sentences = [
        {
            "text": segment.string.as_value().render_text(),
            "url": f"{settings.WAGTAILADMIN_BASE_URL}{translation.get_target_instance_edit_url()}"
            f"#segment-{segment.pk}",
        }
        for segment in segments
    ]
    if not sentences:
        return None
    return {
        "title": translation.source.object_repr,
        "language": languages.gettext(translation.target_locale.language_name),
        "is_published": getattr(target, "live", True),
        "is_page": isinstance(target, Page),
        "count": len(sentences),
        "sentences": sentences[:MOST_SENTENCES],
        "more": max(0, len(sentences) - MOST_SENTENCES),
    }


def _target(translation: Translation):
    return translation.source.object.get_instance_or_none(translation.target_locale)
