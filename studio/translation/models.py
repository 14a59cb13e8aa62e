"""How far each translation is: one row per page or item and language, kept by `studio.translation.state`."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page


class State(models.TextChoices):
    """What is to be done next, the most urgent first."""

    MISSING = "missing", _("missing")
    STALE = "stale", _("stale")
    MACHINE = "machine", _("machine, to be read")
    DRAFT = "draft", _("to be published")
    BY_HAND = "by_hand", _("kept by hand")
    IN_STEP = "in_step", _("in step")


class TranslationState(models.Model):
    """A page or item in one other language. Nothing here is written by hand: it can always be made again."""

    # Not the contents of anything: pages must not be said to be “used” here.
    wagtail_reference_index_ignore = True

    translation_key = models.UUIDField()
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    source_locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    target_locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    source_page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    target_page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    # Keys of items that are no pages; a page's are above, where permissions can be asked of them.
    source_item = models.CharField(max_length=40, blank=True)
    target_item = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, db_index=True)
    sentences = models.PositiveIntegerField(_("sentences"), default=0)
    stale = models.PositiveIntegerField(_("to translate"), default=0)
    machine = models.PositiveIntegerField(_("to read"), default=0)
    reasons = models.PositiveIntegerField(
        _("of which badge reasons"),
        default=0,
        help_text=_("Sentences to translate or to read that say why a badge is given."),
    )
    first_segment = models.PositiveBigIntegerField(null=True)
    since = models.DateTimeField(_("since"))
    in_charge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in charge"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    shows_machine = models.BooleanField(
        default=False, help_text=_("Whether readers see sentences that only a machine has written.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "target_locale"], name="one_state_per_item_and_language"
            )
        ]
        indexes = [models.Index(fields=["since"], name="translation_state_since")]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.title}: {self.get_state_display()}"

    @property
    def model(self) -> type[models.Model]:
        """The class of the page or item. No query: Django keeps content types."""
        found = ContentType.objects.get_for_id(self.content_type_id).model_class()
        assert found is not None  # noqa: S101  rows of a class that is gone go with its content type
        return found

    @property
    def type_name(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def state_in_words(self) -> str:
        """The state with its number of sentences."""
        if self.state == State.STALE:
            return ngettext("stale: %(n)d sentence", "stale: %(n)d sentences", self.stale) % {"n": self.stale}
        if self.state == State.MACHINE:
            return ngettext(
                "machine, to be read: %(n)d sentence", "machine, to be read: %(n)d sentences", self.machine
            ) % {"n": self.machine}
        return str(self.get_state_display())

    @property
    def edit_url(self) -> str:
        """The translation editor, at the first sentence that waits; the source where there is none yet."""
        anchor = f"#segment-{self.first_segment}" if self.first_segment else ""
        if self.state == State.MISSING:
            return self._edit_url(self.source_page_id, self.source_item)
        return self._edit_url(self.target_page_id, self.target_item) + anchor

    def address_for(self, user) -> str:
        """Where this person goes on with it: to submit what is missing, if they may, else to edit it."""
        if self.state == State.MISSING and user.has_perm("wagtail_localize.submit_translation"):
            return self.submit_url
        return self.edit_url

    @property
    def submit_url(self) -> str:
        """Where the source is submitted for translation."""
        if self.source_page_id:
            return reverse("wagtail_localize:submit_page_translation", args=[self.source_page_id])
        meta = self.model._meta
        return reverse(
            "wagtail_localize:submit_snippet_translation",
            args=[meta.app_label, meta.model_name, self.source_item],
        )

    def _edit_url(self, page: int | None, item: str) -> str:
        if page:
            return reverse("wagtailadmin_pages:edit", args=[page])
        meta = self.model._meta
        return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[item])
