"""Public addresses of this room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from showcase.applications.decisions import answering

# Translators: addresses: lower case, no accents, a slash at the end.
urlpatterns = [
    path(_("file/<uuid:key>/answer/"), answering.answer, name="answer"),
    path(_("file/<uuid:key>/appeal/"), answering.appeal, name="appeal"),
]
