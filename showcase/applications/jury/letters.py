"""Mail to jurors: that something waits for them, and nothing of what it says."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from home.models import User
from home.posting import id_of_mail, send_or_retry
from showcase.applications.jury.access import may_read
from showcase.applications.models import Event, EventKind, Message, Review, State

GIVEN, ANSWERED = gettext_lazy("A file waits for you"), gettext_lazy("The project has answered")


@task()
def tell_juror(review_id: int, attempt: int = 0) -> None:
    """Tell a juror of a file to read, in the language of their admin. Nothing where they have opened it."""
    review = Review.objects.filter(pk=review_id, declared_at=None).select_related("juror").first()
    if review is None or not review.juror.email:
        return
    name = f"review-{review.pk}-{int(review.assigned_at.timestamp())}"
    mail = _mail_to(review.juror, GIVEN, "juror", review.application_id, name)
    send_or_retry(mail, tell_juror, review_id, attempt=attempt)


@receiver(post_save, sender=Event, dispatch_uid="applications_answer_came")
def tell_who_waits(instance: Event, created: bool, **kwargs: Any) -> None:
    """A project has answered: whoever reads its file in this round is told, and whoever has asked."""
    if not created or instance.kind != EventKind.ANSWERED:
        return
    file = instance.application_id
    reviews = Review.objects.filter(application=file, round=instance.round, conflict=False)
    asked = Message.objects.filter(application=file, from_jury=True)
    people = Q(pk__in=reviews.values("juror")) | Q(pk__in=asked.values("user"))
    for key in get_user_model().objects.filter(people).values_list("pk", flat=True):
        tell_of_answer.enqueue(instance.pk, key)


@task()
def tell_of_answer(event_id: int, user_id: int, attempt: int = 0) -> None:
    """Tell somebody of the jury that a project has answered. Nothing where they may not read its file, nor
    once the jury does not.
    """
    event = Event.objects.filter(pk=event_id, application__state=State.READING).first()
    user = get_user_model().objects.filter(pk=user_id).first()
    if event is None or user is None or not user.email or not may_read(user, event.application):
        return
    name = f"answer-{event.pk}-{user.pk}-{int(event.at.timestamp())}"
    mail = _mail_to(user, ANSWERED, "juror_answer", event.application_id, name)
    send_or_retry(mail, tell_of_answer, event_id, user_id, attempt=attempt)


def _mail_to(user: User, subject: Promise, template: str, file: int, name: str) -> EmailMessage:
    """A mail in the language of the user's admin, which leads to a file (its key there)."""
    profile = getattr(user, "wagtail_userprofile", None)
    with override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("jury:file", args=[file])
        body = render_to_string(f"applications/letters/{template}.txt", {"address": address})
        return EmailMessage(
            subject=str(subject),
            body=body.strip() + "\n",
            to=[user.email],
            headers={"Message-ID": id_of_mail(name)},
        )
