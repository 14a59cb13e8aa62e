"""What this room adds to the admin."""

from django.urls import path
from wagtail import hooks

from showcase.applications.decisions.screens import DecideView, LetterView


@hooks.register("register_admin_urls")
def decision_addresses() -> list:
    return [
        path("applications/<int:pk>/decision/", DecideView.as_view(), name="applications_decide"),
        path("applications/<int:pk>/letter/", LetterView.as_view(), name="applications_letter"),
    ]


@hooks.register("passerelle_open_to_all")
def open_to_who_leads() -> list[str]:
    """They may work on no content; each of these views asks who is there."""
    return ["applications_decide", "applications_letter"]
