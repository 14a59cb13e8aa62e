"""Who reads which file: chosen by hand, or by how much each juror has before them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.signals import post_save
from django.dispatch import receiver
from django_tasks import task

from home.models import User
from showcase.applications.jury.access import JUDGE
from showcase.applications.jury.letters import tell_juror
from showcase.applications.mailbox import is_among
from showcase.applications.models import Application, ApplicationRules, Event, EventKind, Review
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.steps import SITE, Actor, NotNowError, held, record

# A file comes to the jury.
COMES = (EventKind.SUBMITTED, EventKind.APPEALED)


def _right() -> QuerySet[Permission]:
    app, codename = JUDGE.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


def jurors() -> QuerySet[User]:
    """Everybody who may be asked to read: by a role that has the right, never for being an administrator of
    everything.
    """
    users = get_user_model().objects
    by_role = users.filter(Q(groups__permissions__in=_right()) | Q(user_permissions__in=_right()))
    return users.filter(is_active=True, pk__in=by_role.order_by().values("pk"))


def with_load(people: QuerySet[User]) -> QuerySet[Any]:
    """The same people, each with `waiting`: how many files wait for their scores. The least busy first, and
    always in one order.
    """
    waiting = Review.objects.waiting().filter(juror=OuterRef("pk"))
    count = waiting.order_by().values("juror").annotate(number=Count("pk")).values("number")
    return people.annotate(waiting=Coalesce(Subquery(count), 0)).order_by("waiting", "pk")


def free_jurors(application: Application, *, without: Iterable[int] = ()) -> QuerySet[Any]:
    """Those who may be given this file, the least busy first: not those who have it, who declared a conflict,
    who read or answered it in an earlier round, or who are on it themselves.
    """
    taken = Review.objects.filter(application=application).values("juror")
    answered = application.decisions.filter(approved_by__isnull=False).values("approved_by")
    applicants = set(application.people.values_list("email", flat=True))
    themselves = [user.pk for user in jurors().only("email") if is_among(user.email, applicants)]
    free = jurors().exclude(pk__in=taken).exclude(pk__in=answered).exclude(pk__in=[*without, *themselves])
    return with_load(free)


def assign(application: Application, juror: User, actor: Actor) -> Review | None:
    """Give a held file to a juror, and write to them. None where they have it, had it, or are tied to it."""
    if Review.objects.filter(application=application, juror=juror).exists():
        return None
    review = Review.objects.create(
        application=application, juror=juror, round=application.round, assigned_by=actor.user
    )
    record(application, EventKind.ASSIGNED, actor, juror=juror.pk)
    tell_juror.enqueue(review.pk)
    return review


def assign_by_load(
    application: Application, number: int, actor: Actor, *, without: Iterable[int] = ()
) -> list[Review]:
    """Give a held file to so many of those who have least before them; to fewer where there are not enough.
    Not to somebody who was taken off it: that they cannot read it is known.
    """
    # Two files that are assigned at once would find the same person free: one waits for the other.
    list(_right().select_for_update(of=("self",), no_key=True))
    off = application.events.filter(kind=EventKind.UNASSIGNED).values_list("detail", flat=True)
    others = [*without, *(detail["juror"] for detail in off)]
    chosen = list(free_jurors(application, without=others)[: max(0, number)])
    return [review for juror in chosen if (review := assign(application, juror, actor))]


def take_off(review: Review, actor: Actor) -> None:
    """Take a juror off a held file. What they wrote goes; that they were there stays in the log."""
    record(review.application, EventKind.UNASSIGNED, actor, juror=review.juror_id)
    review.delete()


def counting() -> QuerySet[Review]:
    """The reviews that count for a file: sent, or to be sent by somebody who still can. An account may have
    been closed since, a role taken.
    """
    return Review.objects.standing().filter(Q(sent_at__isnull=False) | Q(juror__in=jurors().values("pk")))


def lacking(application: Application) -> int:
    """How many jurors a held file still needs in its round."""
    there = counting().filter(application=application, round=application.round)
    return max(0, ApplicationRules.load().jurors_per_file - there.count())


def fill_up(application: Application, actor: Actor) -> list[Review]:
    """Give a file to as many as it needs, by load, in the place of those who can read it no more. Raises
    NotNowError where the jury does not have it.
    """
    with held(application) as file:
        if file.state not in WITH_THE_JURY:
            raise NotNowError(file.state)
        done = assign_by_load(file, lacking(file), actor)
        gone = Review.objects.standing().filter(application=file, round=file.round).exclude(pk__in=counting())
        for review in gone[: len(done)]:
            take_off(review, actor)
        return done


def assign_on_receipt(application: Application) -> list[Review]:
    """A file that has come is given to as many jurors as the rules say, so that none waits for somebody to
    look. Where there are not enough it waits for the lead, on whose first screen it is. Twice is once.
    """
    with held(application) as file:
        number = lacking(file)
        if file.state not in WITH_THE_JURY or free_jurors(file).count() < number:
            return []
        return assign_by_load(file, number, SITE)


@task()
def assign_what_came(application_id: int) -> None:
    """Nothing where the file is gone."""
    application = Application.objects.filter(pk=application_id).first()
    if application:
        assign_on_receipt(application)


@receiver(post_save, sender=Event, dispatch_uid="applications_assign")
def on_receipt(instance: Event, created: bool, **kwargs: Any) -> None:
    """The row of the task is committed with the sending: neither is there without the other, even where the
    server dies in between, and an applicant does not wait while jurors are found.
    """
    if created and instance.kind in COMES:
        assign_what_came.enqueue(instance.application_id)
