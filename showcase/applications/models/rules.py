"""What the publisher of the site decides about applications."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

AT_LEAST_ONE = [MinValueValidator(1)]


@register_setting(icon="form", order=210)
class ApplicationRules(BaseGenericSetting):
    """Whether projects may apply, how they are read, and how long what they send is kept."""

    is_open = models.BooleanField(
        _("projects may apply"),
        default=False,
        help_text=_("While this is off, the page says that applications are closed; files go on."),
    )
    jurors_per_file = models.PositiveSmallIntegerField(
        _("jurors per file"),
        default=2,
        validators=AT_LEAST_ONE,
        help_text=_("How many are assigned to each file."),
    )
    hides_identity = models.BooleanField(
        _("hide who applies until scores are in"),
        default=False,
        help_text=_(
            "Names, addresses and contacts are hidden from jurors until all of them have sent theirs."
        ),
    )
    usual_days = models.PositiveSmallIntegerField(
        _("usual days until the answer"),
        default=45,
        validators=AT_LEAST_ONE,
        help_text=_("Told to applicants until enough files have been answered to measure it."),
    )
    review_months = models.PositiveSmallIntegerField(
        _("months that a verified badge holds"),
        default=24,
        validators=AT_LEAST_ONE,
        help_text=_("Counted from the decision; the project is asked each year whether it is still true."),
    )
    draft_months = models.PositiveSmallIntegerField(
        _("months that drafts are kept"),
        default=6,
        validators=AT_LEAST_ONE,
        help_text=_("After the last change. The project is told a month before."),
    )
    refused_months = models.PositiveSmallIntegerField(
        _("months that refused and withdrawn files are kept"),
        default=24,
        validators=AT_LEAST_ONE,
        help_text=_("After the answer, or the withdrawal."),
    )

    panels = [
        MultiFieldPanel(["is_open"], heading=_("Opening")),
        MultiFieldPanel(
            [FieldRowPanel(["jurors_per_file", "usual_days", "review_months"]), "hides_identity"],
            heading=_("Reading"),
        ),
        MultiFieldPanel([FieldRowPanel(["draft_months", "refused_months"])], heading=_("Keeping")),
    ]

    class Meta:
        verbose_name = _("applications")
