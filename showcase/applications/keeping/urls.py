"""Public addresses of this room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from showcase.applications.keeping import views

# Translators: addresses: lower case, no accents, a slash at the end.
urlpatterns = [
    path(_("file/<uuid:key>/data/"), views.data, name="data"),
    # Translators: an address: lower case, no accents.
    path(_("file/<uuid:key>/export.zip"), views.take_away, name="export"),
    # Translators: addresses: lower case, no accents, a slash at the end.
    path(_("deleted/"), views.deleted, name="deleted"),
]
