"""How to reach the project, and what it agrees to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from showcase.applications.sections.base import SectionForm
from showcase.applications.sections.fields import agreement, text


class ContactsSection(SectionForm):
    code = "contacts"
    title = _("Contacts")
    lead = _("For us alone: nothing of this is published.")
    needed = ("contact_name", "contact_role")

    contact_name = text(_("Your name"), 120, autocomplete="name")
    contact_role = text(_("Your part in the project"), 120)
    phone = text(_("Telephone"), 40, autocomplete="tel")
    other = forms.EmailField(
        label=_("Another e-mail address"),
        required=False,
        help_text=_("If yours stops working, we write there."),
        error_messages={
            "invalid": _("This address is not complete. It should look like name@example.org."),
        },
    )


class ConsentSection(SectionForm):
    code = "consent"
    title = _("Your agreement")
    lead = _("Nothing is published before you have seen the page and approved it.")
    needed = ("speaks_for", "is_true", "may_publish")

    speaks_for = agreement(_("I may speak for the project."))
    is_true = agreement(_("What the file says is true as far as I know."))
    may_publish = agreement(
        _(
            "If the project is accepted, its page may be published in French and in English, under the"
            " site’s licence."
        ),
        help=_("The licence is named at the foot of every page."),
    )
