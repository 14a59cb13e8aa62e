"""Mail to the jury: that something waits, to whom it is for, and nothing of what it says."""

import uuid

from django.core import mail
from django.utils.translation import gettext, override
from django_tasks_db.models import DBTaskResult

from showcase.applications.desk.asking import ask
from showcase.applications.desk.thread import give_back
from showcase.applications.jury.acting import declare
from showcase.applications.jury.letters import tell_juror, tell_of_answer
from tests.applications.jurors import give, make_juror, make_lead, make_sent


def test_a_juror_is_told_by_mail_in_their_language_and_nothing_of_the_file(grid):
    application = make_sent(grid)
    reviews = give(application, make_juror("anne", language="fr"), make_juror("bob"), declared=False)
    for review in reviews:
        tell_juror.call(review.pk)
    french, english = mail.outbox
    assert french.to == ["anne@jury.example"]
    for letter, language in ((french, "fr"), (english, "en")):
        with override(language):
            assert letter.subject == gettext("A file waits for you")
    for letter in mail.outbox:
        assert f"/admin/applications/{application.pk}/" in letter.body
        assert "puits" not in letter.body + letter.subject
    declare(reviews[0], conflict=False)
    tell_juror.call(reviews[0].pk)
    tell_juror.call(0)
    assert len(mail.outbox) == 2


def answered(application, *, by) -> list:
    """What is queued when the project has answered a question of somebody."""
    ask(application, by, "Combien de familles\u202f?", token=uuid.uuid4())
    give_back(application.people.get(), "Trois cents.", uuid.uuid4())
    return list(DBTaskResult.objects.filter(task_path=tell_of_answer.module_path))


def test_whoever_reads_or_has_asked_is_told_that_the_project_has_answered(grid):
    application, lead = make_sent(grid), make_lead("lead")
    reads, _undeclared, tied = give(application, make_juror("anne", language="fr"), declared=True) + give(
        application, make_juror("bob"), make_juror("carl"), declared=False
    )
    declare(tied, conflict=True, note="C’est le mien.")
    make_lead("other")
    for task in answered(application, by=lead):
        tell_of_answer.call(*task.args_kwargs["args"])
    assert sorted(letter.to for letter in mail.outbox) == [[reads.juror.email], [lead.email]]
    for letter in mail.outbox:
        with override("fr" if letter.to == [reads.juror.email] else "en"):
            assert letter.subject == gettext("The project has answered")
        assert f"/admin/applications/{application.pk}/" in letter.body
        assert "Trois cents" not in letter.body
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 2


def test_who_may_not_read_any_more_is_told_nothing_of_the_answer(grid):
    application, lead, juror = make_sent(grid), make_lead("lead"), make_juror("anne")
    [review] = give(application, juror)
    tasks = answered(application, by=juror)
    declare(review, conflict=True, note="Je le découvre.")
    ask(application, lead, "Et depuis quand\u202f?", token=uuid.uuid4())
    for task in tasks:
        tell_of_answer.call(*task.args_kwargs["args"])
    assert mail.outbox == []
