"""Links that open a file: sent by e-mail, good once, for a while."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application


class AccessKey(models.Model):
    """What is kept of a link: the digest of its secret, never the secret. It lets in whoever reads the
    mail of `email`, to `application` or, where there is none, to begin one.
    """

    wagtail_reference_index_ignore = True

    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="keys")
    # Where it leads: the name of an address of a file ("file", "state"…).
    leads_to = models.CharField(max_length=30, default="file")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")

    def __str__(self) -> str:
        return f"{self.digest[:8]}…"
