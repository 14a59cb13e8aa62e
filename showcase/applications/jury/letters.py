"""Mail to jurors: that something waits for them, and nothing of what it says."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from django_tasks import task

from home.posting import id_of_mail, send_or_retry
from showcase.applications.models import Review


@task()
def tell_juror(review_id: int, attempt: int = 0) -> None:
    """Tell a juror of a file to read, in the language of their admin. Nothing where they have opened it."""
    review = Review.objects.filter(pk=review_id, declared_at=None).select_related("juror").first()
    if review is None or not review.juror.email:
        return
    profile = getattr(review.juror, "wagtail_userprofile", None)
    with override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("jury:file", args=[review.application_id])
        mail = EmailMessage(
            subject=gettext("A file waits for you"),
            body=render_to_string("applications/letters/juror.txt", {"address": address}).strip() + "\n",
            to=[review.juror.email],
            headers={"Message-ID": id_of_mail(f"review-{review.pk}-{int(review.assigned_at.timestamp())}")},
        )
    send_or_retry(mail, tell_juror, review_id, attempt=attempt)
