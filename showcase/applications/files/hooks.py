"""What this room adds to the admin: attachments, for jurors."""

from django.urls import path
from wagtail import hooks

from showcase.applications.files import serving


@hooks.register("register_admin_urls")
def attachment_address() -> list:
    return [
        path("applications/attachment/<uuid:attachment>/", serving.to_jury, name="applications_attachment")
    ]
