"""Public addresses of this room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from showcase.applications.files import serving

urlpatterns = [
    # Translators: an address: lower case, no accents, a slash at the end.
    path(_("file/<uuid:key>/attachment/<uuid:attachment>/"), serving.to_applicant, name="attachment"),
]
