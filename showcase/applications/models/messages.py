"""Questions of the jury and answers of the project, in one thread."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application, Person
from showcase.applications.record import NeverRewritten


class Message(NeverRewritten):
    """One message, from the jury (`user`) or from the project (`person`). `token` is its form's: sent twice,
    it is one.
    """

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    token = models.UUIDField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    from_jury = models.BooleanField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # The section that a question is about; empty for the whole file.
    section = models.SlugField(max_length=40, blank=True)
    text = models.TextField(max_length=5000)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("message about a file")
        verbose_name_plural = _("messages about files")

    def __str__(self) -> str:
        return self.text[:60]
