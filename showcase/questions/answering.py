"""Recording what came of a question: in the open, for good, and to who asked."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from showcase.history.models import Outcome
from showcase.history.recording import record_outcome
from showcase.questions.models import Question, QuestionState
from showcase.questions.posting import tell_reader

PUBLIC = ("outcome", "note_fr", "note_en")


def answer(question: Question, user: Any) -> None:
    """Save the question. Where its outcome or its notes are not what was saved before, they are added to the
    public history and sent to who asked, in the same transaction; sent twice, a form does so once.
    """
    with transaction.atomic():
        kept = Question.objects.select_for_update().get(pk=question.pk)
        is_new = any(getattr(kept, name) != getattr(question, name) for name in PUBLIC)
        if not (question.outcome and is_new):
            question.save()
            return
        question.state = QuestionState.ANSWERED
        question.answered_at, question.answered_by = timezone.now(), user
        question.answer_sent_at = None
        question.save()
        record_outcome(question.project, question.criterion, Outcome(question.outcome), question.notes)
        tell_reader.enqueue(question.pk)
