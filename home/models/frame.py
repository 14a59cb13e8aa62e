"""What surrounds every page: header, menus, footer. One record per language, translated like a page."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home import providers
from home.blocks.links import MenuLinkBlock, SocialLinkBlock

MENU = [("link", MenuLinkBlock())]


class SiteFrame(TranslatableMixin, models.Model):
    """The frame of the site in one language."""

    site_name = models.CharField(
        _("site name"),
        max_length=60,
        help_text=_("Beside the mark at the top, and after the title of every page."),
    )
    tagline = models.CharField(
        _("tagline"), max_length=160, blank=True, help_text=_("One line under the name: what the site is.")
    )
    call_label = models.CharField(
        _("call button"), max_length=40, blank=True, help_text=_("For example: Call us now.")
    )
    phone = models.CharField(
        _("telephone number"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?[0-9 ().\-\u00a0\u202f]{6,30}$",
                _("Write a telephone number: digits, spaces and, for another country, a leading +."),
            )
        ],
        help_text=_("While this is empty, the call button is not shown."),
    )
    contact_email = models.EmailField(
        _("contact e-mail"),
        blank=True,
        help_text=_("Printed in the footer while it is not empty."),
    )
    address = models.CharField(
        _("postal address"),
        max_length=300,
        blank=True,
        help_text=_("Printed in the footer while it is not empty."),
    )
    menu = StreamField(
        MENU,
        verbose_name=_("main menu"),
        blank=True,
        help_text=_("Five entries are easily read on one line."),
    )
    footer_links = StreamField(
        MENU,
        verbose_name=_("footer links"),
        blank=True,
        help_text=_("Legal notice, accessibility, privacy: what has to be one click away."),
    )
    social_links = StreamField(
        [("link", SocialLinkBlock())],
        verbose_name=_("social networks"),
        blank=True,
        help_text=_("Plain links: no network is asked for anything when a page is read."),
    )
    footer_text = models.TextField(
        _("footer text"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences on who makes this site."),
    )
    footer_licence = models.CharField(
        _("licence sentence"),
        max_length=300,
        blank=True,
        help_text=_("On what terms the texts may be used again."),
    )

    panels = [
        MultiFieldPanel(["site_name", "tagline"], heading=_("Name")),
        MultiFieldPanel([FieldRowPanel(["call_label", "phone"])], heading=_("Call us")),
        MultiFieldPanel(["contact_email", "address", "social_links"], heading=_("Contact")),
        FieldPanel("menu"),
        MultiFieldPanel(["footer_text", "footer_licence", "footer_links"], heading=_("Footer")),
    ]

    override_translatable_fields = [
        SynchronizedField("phone"),
        SynchronizedField("address"),
        SynchronizedField("social_links"),
    ]

    class Meta(TranslatableMixin.Meta):
        # Saving is publishing: there is no draft of a frame. Translators may prepare, not publish.
        permissions = [("publish_siteframe", "Can publish site frame")]
        verbose_name = _("site frame")
        verbose_name_plural = _("site frames")
        constraints = [models.UniqueConstraint(fields=["locale"], name="one_site_frame_per_language")]

    def __str__(self) -> str:
        return f"{self.site_name} ({self.locale})"

    @classmethod
    def for_request(cls, request: HttpRequest) -> "SiteFrame":
        """The frame in the active language, else in the source language, else an empty one.

        One query per request, however many parts of the page ask.
        """
        if not hasattr(request, "_site_frame"):
            rows = cls.objects.select_related("locale").annotate(shows_machine=providers.machine_written())
            frames = {frame.locale.language_code: frame for frame in rows}
            found = frames.get(get_language() or "") or frames.get(settings.LANGUAGE_CODE)
            request._site_frame = found or cls(site_name=settings.WAGTAIL_SITE_NAME)  # type: ignore[attr-defined]
        return request._site_frame  # type: ignore[attr-defined]

    @cached_property
    def phone_href(self) -> str:
        """The number as a `tel:` address wants it: a leading + and digits."""
        digits = "".join(character for character in self.phone if character.isdigit())
        return f"tel:{'+' if self.phone.startswith('+') else ''}{digits}" if digits else ""

    @property
    def streams(self) -> list[StreamValue]:
        """The parts that point at pages."""
        return [self.menu, self.footer_links]
