"""The register of credentials: which were issued, and which of them no longer hold."""

import uuid

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class IssuedCredential(models.Model):
    """One signed credential, kept as it was handed out. Its project is named by its translation key, so that
    it can still be verified once the sheet is gone.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.UUIDField(_("project"), db_index=True, editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    title = models.CharField(_("title"), max_length=255, editable=False)
    # SHA-256, in hexadecimal, of what it says: the same findings are the same credential.
    digest = models.CharField(max_length=64, editable=False)
    # The name of the key that it is signed with.
    key = models.CharField(max_length=40, editable=False)
    document = models.TextField(editable=False)
    token = models.TextField(editable=False)
    issued_at = models.DateTimeField(_("issued"), editable=False)
    valid_until = models.DateTimeField(_("holds until"), null=True, editable=False)
    # Whether it is the last one of its project and language.
    current = models.BooleanField(_("latest"), default=True, editable=False)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "language"], condition=models.Q(current=True), name="one_latest_credential"
            )
        ]
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {date_format(self.issued_at, 'SHORT_DATE_FORMAT')})"

    @property
    def urn(self) -> str:
        return self.uuid.urn


class Cause(models.TextChoices):
    """Why a credential no longer holds; the first two are the site's own doing."""

    SUPERSEDED = (
        "superseded",
        _("What was found has changed since. The project’s sheet says what holds today."),
    )
    WITHDRAWN = "withdrawn", _("The project’s sheet is no longer published.")
    EDITORS = "editors", _("The editors have revoked it.")


class Revocation(models.Model):
    """A credential that no longer holds, with the reason and the day. Deleting it lifts it."""

    credential = models.OneToOneField(
        IssuedCredential,
        verbose_name=_("credential"),
        on_delete=models.PROTECT,
        related_name="revocation",
        limit_choices_to={"current": True},
        help_text=_("Whoever verifies it is told that it was revoked, when and why."),
    )
    cause = models.CharField(max_length=12, choices=Cause.choices, default=Cause.EDITORS, editable=False)
    reason = models.TextField(
        _("reason"), max_length=500, help_text=_("Public. One sentence, in the language of the credential.")
    )
    revoked_at = models.DateTimeField(_("revoked"), auto_now_add=True)

    panels = [FieldPanel("credential"), FieldPanel("reason")]

    class Meta:
        ordering = ["-revoked_at"]
        verbose_name = _("revoked credential")
        verbose_name_plural = _("revoked credentials")

    def __str__(self) -> str:
        return str(self.credential)

    @property
    def explanation(self) -> str:
        """Why, as a reader is told it."""
        return " ".join(part for part in (str(Cause(self.cause).label), self.reason) if part)
