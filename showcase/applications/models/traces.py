"""What stays of a file that was deleted: one line for the team's figures."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import State


class Trace(models.Model):
    """That there was a file, and how it went: no name, no address, no text, no key."""

    wagtail_reference_index_ignore = True

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    # The state in which it was deleted.
    outcome = models.CharField(_("state"), max_length=10, choices=State.choices)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    jurors = models.PositiveSmallIntegerField(_("jurors"), help_text=_("How many had sent their scores."))
    begun_on = models.DateField(_("begun"))
    received_on = models.DateField(_("received"), null=True)
    decided_on = models.DateField(_("answered"), null=True, db_index=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True)
    deleted_on = models.DateField(_("deleted"))
    # Days from sending to the answer, without those in which the jury waited for the project.
    answer_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("trace of a deleted file")
        verbose_name_plural = _("traces of deleted files")

    def __str__(self) -> str:
        return f"{self.deleted_on:%Y-%m-%d} {self.get_outcome_display()}"
