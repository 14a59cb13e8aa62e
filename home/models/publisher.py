"""Who publishes this site: facts that only the publisher knows, and that nobody may invent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="clipboard-list", order=200)
class PublisherSettings(BaseGenericSetting):
    """Printed by the legal pages. An empty one is shown as missing, with the place to fill it in."""

    publisher_name = models.CharField(
        _("publisher’s name"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    publisher_form = models.CharField(
        _("publisher’s legal form"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    publisher_address = models.CharField(
        _("publisher’s address"),
        max_length=300,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    registration_number = models.CharField(
        _("registration number"),
        max_length=100,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    publication_director = models.CharField(
        _("director of publication"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    contact_email = models.EmailField(
        _("contact e-mail"),
        blank=True,
        help_text=_("Messages of the contact form go here; printed by the legal pages."),
    )
    phone = models.CharField(
        _("telephone"),
        max_length=30,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    host_name = models.CharField(
        _("hosting company"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    host_address = models.CharField(
        _("hosting company’s address"),
        max_length=300,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    data_controller = models.CharField(
        _("data controller"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    data_protection_contact = models.CharField(
        _("data protection contact"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )
    accessibility_contact = models.CharField(
        _("accessibility contact"),
        max_length=200,
        blank=True,
        help_text=_("Printed by the legal pages. Left empty, it is shown there as missing."),
    )

    panels = [
        MultiFieldPanel(
            [
                "publisher_name",
                "publisher_form",
                "publisher_address",
                "registration_number",
                "publication_director",
            ],
            heading=_("Publisher"),
        ),
        MultiFieldPanel(["contact_email", "phone"], heading=_("Contact")),
        MultiFieldPanel(["host_name", "host_address"], heading=_("Hosting")),
        MultiFieldPanel(
            ["data_controller", "data_protection_contact", FieldPanel("accessibility_contact")],
            heading=_("Personal data and accessibility"),
        ),
    ]

    class Meta:
        verbose_name = _("publisher")

    @classmethod
    def fact_choices(cls) -> list[tuple[str, str]]:
        """(field name, label) of every fact, in the order of the form."""
        return [
            (field.name, str(field.verbose_name))
            for field in cls._meta.get_fields()
            if isinstance(field, models.CharField)
        ]
