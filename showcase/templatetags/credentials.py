"""What the sheet of a project says of its badge and its credential."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from showcase.addresses import address_below
from showcase.badges import BadgeState
from showcase.credentials import views
from showcase.credentials.drawing import Layout, summary

register = template.Library()


@register.inclusion_tag("showcase/credentials/share.html", takes_context=True)
def share_badge(context: template.Context) -> dict[str, Any]:
    """How to show the badge of `page` on another site, from its `assessments`; nothing for a page that has
    no address yet.
    """
    page, request, found = context["page"], context["request"], context["assessments"]
    address = page.get_full_url(request) if page.pk else None
    if not address:
        return {}
    alt = gettext("%(project)s on %(site)s. %(criteria)s. Not an official label.") % {
        "project": page.title,
        "site": context["frame"].site_name,
        "criteria": summary(found),
    }
    layout = Layout.of(page, found)
    code = format_html(
        '<a href="{}"><img src="{}badge.svg" alt="{}" width="{}" height="{}"></a>',
        address,
        address,
        alt,
        layout.width,
        layout.height,
    )
    verified = any(one.badge.state is BadgeState.VERIFIED for one in found)
    return {
        "page": page,
        "code": code,
        "alt": alt,
        "layout": layout,
        "badge_url": address_below(page, views.badge, request),
        "verified": verified,
        "credential_url": address_below(page, views.credential_document, request),
        "token_url": address_below(page, views.credential_token, request),
        "verify_url": _verify_url(page, request),
    }


def _verify_url(page: Any, request: Any) -> str:
    """The page that verifies, beside this one; it is below the showcase, which is right above."""
    name = views.NAMES[page.locale.language_code]
    return f"{page.get_url(request).removesuffix(f'{page.slug}/')}{name}/"
