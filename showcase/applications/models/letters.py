"""Mail to applicants: written in the transaction that causes it, sent once."""

import re

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application


class Letter(models.Model):
    """One mail. `name` is its own (`<key of the file>:receipt:1:<digest of the address>`): what is caused
    twice is written once.

    In `body`, a line that is `LINK` stands for the link of a key that is made when the mail is sent: no
    secret is kept.
    """

    LINK = "{link}"
    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=120, unique=True)
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20)
    to = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # Where its link leads, and for how long it is good; empty for a letter without one.
    leads_to = models.CharField(max_length=30, blank=True)
    link_minutes = models.PositiveIntegerField(default=0)
    # What is attached: the name of a maker (`showcase.applications.letters.posting.enclosure`).
    encloses = models.CharField(max_length=20, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"

    @classmethod
    def around_link(cls, body: str) -> list[str]:
        """What stands before and after the link. Within a line, `LINK` is what somebody has typed: were it
        the link too, a project called “https://example.org/?{link}” would hand it to that site.
        """
        return re.split(rf"(?m)^{re.escape(cls.LINK)}$", body)
