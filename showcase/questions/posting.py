"""The mails about a question: to the editors when it comes, to who asked when it is answered."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import task

from home.contact import contact_address
from home.posting import id_of_mail, send_or_retry
from home.typography import one_line
from showcase.questions.models import Question


@task()
def tell_editors(question_id: int, attempt: int = 0) -> None:
    """Send a kept question to the publisher's address. It may be run again safely."""
    question = Question.objects.filter(pk=question_id, sent_at=None).first()
    recipient = contact_address()
    if question is None or not recipient:
        return
    with override(settings.LANGUAGE_CODE):
        mail = EmailMessage(
            subject=one_line(gettext("Question about %(project)s") % {"project": question.title}),
            body=_text("showcase/questions/for_editors.txt", question, _admin_address(question)),
            to=[recipient],
            reply_to=[question.email] if question.email else None,
            headers={"Message-ID": id_of_mail(f"question-{question_id}")},
        )
    send_or_retry(mail, tell_editors, question_id, attempt=attempt)
    Question.objects.filter(pk=question_id).update(sent_at=timezone.now())


@task()
def tell_reader(question_id: int, attempt: int = 0) -> None:
    """Send the outcome to who asked, in the language of the form. Nothing where no address was left, or where
    it is sent already.
    """
    question = (
        Question.objects.filter(pk=question_id, answer_sent_at=None)
        .exclude(outcome="")
        .exclude(email="")
        .select_related("page")
        .first()
    )
    if question is None:
        return
    with override(question.language):
        mail = EmailMessage(
            subject=one_line(gettext("Your question about %(project)s") % {"project": question.title}),
            body=_text("showcase/questions/for_reader.txt", question, _page_address(question)),
            to=[question.email],
            headers={"Message-ID": id_of_mail(f"answer-{question_id}")},
        )
    send_or_retry(mail, tell_reader, question_id, attempt=attempt)
    Question.objects.filter(pk=question_id).update(answer_sent_at=timezone.now())


def _text(template: str, question: Question, address: str) -> str:
    context = {"question": question, "address": address, "note": question.notes.get(question.language, "")}
    return render_to_string(template, context).strip() + "\n"


def _admin_address(question: Question) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('questions:edit', args=[question.pk])}"


def _page_address(question: Question) -> str:
    """Where the outcome can be read; empty where the page is not published any more."""
    page = question.page
    if page is None or not page.live:
        return ""
    return f"{page.full_url or ''}{f'#criterion-{question.criterion}' if question.criterion else ''}"
