"""What the project says of its draft page, part by part."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application, Person


class Approval(models.Model):
    """One part of the page: right, or with a remark. `digest` is that of the words that were looked at."""

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="approvals")
    part = models.SlugField(max_length=60)
    digest = models.CharField(max_length=64)
    remark = models.TextField(max_length=2000, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "part"], name="one_approval_per_part")]
        verbose_name = _("approval of a part of the page")
        verbose_name_plural = _("approvals of parts of the page")

    def __str__(self) -> str:
        return self.part
