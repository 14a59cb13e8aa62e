"""Public addresses of this room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from showcase.applications.carrying import answering, approving, preview

# Translators: addresses: lower case, no accents, a slash at the end.
urlpatterns = [
    path(_("file/<uuid:key>/preview/"), preview.preview, name="preview"),
    path(_("file/<uuid:key>/approve/"), approving.approve, name="approve"),
    path(_("file/<uuid:key>/still-true/"), answering.still_true, name="still-true"),
]
