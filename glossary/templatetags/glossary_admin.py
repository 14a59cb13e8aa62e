"""What the admin's confirmation pages say of a term."""

from django import template
from wagtail.models import Page

from glossary.models import TermUse

register = template.Library()
MOST_SHOWN = 20


@register.inclusion_tag("glossary/admin/uses.html")
def term_uses(page: Page) -> dict:
    """The pages that use the term about to be deleted or unpublished; nothing for any other page."""
    shown = list(TermUse.objects.filter(term_id=page.pk).for_readers()[:MOST_SHOWN])
    count = shown[0].total if shown else 0
    return {"term": page, "uses": shown, "count": count, "more": count - len(shown)}
