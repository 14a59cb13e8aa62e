"""Public addresses of this room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from showcase.applications.desk import overview, receipt, sending, standing, thread, writing

# Translators: addresses: lower case, no accents, a slash at the end.
urlpatterns = [
    path(_("file/<uuid:key>/"), overview.overview, name="file"),
    path(_("file/<uuid:key>/section/<slug:code>/"), writing.section, name="section"),
    path(_("file/<uuid:key>/send/"), sending.send, name="send"),
    path(_("file/<uuid:key>/state/"), standing.standing, name="state"),
    path(_("file/<uuid:key>/questions/"), thread.questions, name="questions"),
    # Translators: an address: lower case, no accents.
    path(_("file/<uuid:key>/receipt.pdf"), receipt.download, name="receipt"),
]
