"""How much a project may say in its thread, which its jurors and itself read on one page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from showcase.applications.models import Application

# Far more than any file needs. Without it one project could make a page that no browser shows.
MOST_MESSAGES = 200
FULL = _("The thread holds as many of your messages as it can. Change the file itself, or send us a mail.")


def may_add(application: Application, form: forms.Form, field: str) -> bool:
    """Whether a form is valid, and the thread has room for what is in the field. Else the form says why."""
    if not form.is_valid():
        return False
    said = application.messages.filter(from_jury=False)
    if not form.cleaned_data.get(field) or said.count() < MOST_MESSAGES:
        return True
    form.add_error(field, FULL)
    return False
