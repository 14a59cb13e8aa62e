"""Public addresses of this room."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from showcase.applications.door import before, entering, inviting, own

# Translators: addresses: lower case, no accents, a slash at the end.
urlpatterns = [
    path("", before.before, name="before"),
    path(_("check/"), before.check, name="check"),
    path(_("enter/"), entering.ask_for_link, name="enter"),
    path(_("key/<str:secret>/"), entering.use_key, name="key"),
    path(_("files/"), own.files, name="files"),
    path(_("leave/"), own.leave, name="leave"),
    path(_("file/<uuid:key>/people/"), inviting.people, name="people"),
]
