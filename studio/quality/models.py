"""What was found, and what is known of each outside link. Readers never see a row of these."""

import hashlib

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HOLDERS = ("page", "source", "frame")


class Held(models.Model):
    """A row that belongs to one page, one source of the register or one site frame, and goes with it."""

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    source = models.ForeignKey(
        "home.Source", verbose_name=_("source"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    frame = models.ForeignKey(
        "home.SiteFrame", verbose_name=_("site frame"), null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, source__isnull=True, frame__isnull=True)
                | Q(page__isnull=True, source__isnull=False, frame__isnull=True)
                | Q(page__isnull=True, source__isnull=True, frame__isnull=False),
                name="%(class)s_has_one_holder",
            )
        ]

    @property
    def holder(self) -> models.Model:
        return self.page or self.source or self.frame  # type: ignore[return-value]

    @property
    def edit_url(self) -> str:
        """Where the holder is edited in the admin."""
        if self.page_id:
            return reverse("wagtailadmin_pages:edit", args=[self.page_id])
        name = "home_source" if self.source_id else "home_siteframe"
        return reverse(f"wagtailsnippets_{name}:edit", args=[self.source_id or self.frame_id])


class LinkState(models.TextChoices):
    NEW = "new", _("not checked yet")
    WORKS = "works", _("works")
    MOVED = "moved", _("works, from another address")
    SHAKY = "shaky", _("did not answer; to be tried again")
    DEAD = "dead", _("dead")
    CLOSED = "closed", _("not for machines: open it yourself")


class LinkFault(models.TextChoices):
    """Why a link was not found to work, in words that an editor can act on."""

    NONE = "", ""
    GONE = "gone", _("the page is not there any more")
    SERVER = "server", _("the site answers with an error")
    NAME = "name", _("the site’s name leads nowhere")
    CONNECTION = "connection", _("the site cannot be reached")
    SLOW = "slow", _("the site did not answer in time")
    CERTIFICATE = "certificate", _("the site’s certificate is not valid: browsers warn of it")
    LOOP = "loop", _("it is sent on without end")
    NONSENSE = "nonsense", _("the answer is not one of the web")
    BUSY = "busy", _("the site asked to be left alone for a while")
    FORBIDDEN = "forbidden", _("the site turns machines away")
    ROBOTS = "robots", _("the site’s robots.txt asks machines to stay away")
    PRIVATE = "private", _("the address is of a private network")
    ADDRESS = "address", _("the address is not well formed")


class LinkCheck(models.Model):
    """One outside address, however many places link to it."""

    # An index over the address itself would be too long for some databases.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    url = models.TextField(_("address"))
    state = models.CharField(
        _("state"), max_length=10, choices=LinkState.choices, default=LinkState.NEW, db_index=True
    )
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    fault = models.CharField(max_length=20, choices=LinkFault.choices, blank=True)
    checked_at = models.DateTimeField(_("last checked"), null=True)
    next_check_at = models.DateTimeField(default=timezone.now, db_index=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    moved_to = models.TextField(_("new address"), blank=True)

    class Meta:
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")

    def __str__(self) -> str:
        return self.url

    @property
    def reason(self) -> str:
        """Why it does not work, in the reader's language, with the status where there is one."""
        words = str(self.get_fault_display())
        return f"{words} ({self.status})" if self.status and words else words


def digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


class LinkUse(Held):
    """One place that links to an outside address."""

    link = models.ForeignKey(LinkCheck, on_delete=models.CASCADE, related_name="uses")

    class Meta(Held.Meta):
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")

    def __str__(self) -> str:
        return f"{self.link} ({self.holder})"


class ProblemQuerySet(models.QuerySet):
    def current(self):
        """Those whose day has come."""
        return self.filter(since__lte=timezone.localdate())


class Problem(Held):
    """What a rule found on a published page, or on a record that pages rest on. `code` is the rule's."""

    code = models.CharField(_("problem"), max_length=40, db_index=True)
    since = models.DateField(
        _("since"), db_index=True, help_text=_("The day from which it is a problem; it may be to come.")
    )
    number = models.PositiveIntegerField(_("number"), default=1)
    detail = models.TextField(_("detail"), blank=True)
    path = models.CharField(max_length=500, blank=True)
    link = models.ForeignKey(LinkCheck, null=True, on_delete=models.CASCADE, related_name="+")

    objects = ProblemQuerySet.as_manager()

    class Meta(Held.Meta):
        verbose_name = _("problem")
        verbose_name_plural = _("problems")

    def __str__(self) -> str:
        return f"{self.code} ({self.holder})"

    @property
    def rule(self):
        """The rule of the code, or None where the project has it no more."""
        from studio.quality.findings import RULES

        return RULES.get(self.code)

    @property
    def place_url(self) -> str:
        """Where to mend it: the form, opened at the field."""
        return f"{self.edit_url}#:w:contentpath={self.path}" if self.path else self.edit_url
