"""Wagtail's content checker with every axe rule and with the studio's own.

The page that is previewed carries what the rules found as data (`studio/quality/checker_item.html`), and
`static/js/admin/mark-findings.js` marks the places; and axe finds the marks: one axe rule for each of ours,
whose check never passes. All of it is in the bar that only editors get: a reader's page has none of it.
"""

from django.forms import Script
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page

import studio.quality.rules  # noqa: F401  registers the rules
from studio.quality.findings import RULES, Finding, Rule, Weight, read

CHECK = "quality-mark"
IMPACT = {Weight.SERIOUS: "serious", Weight.ADVICE: "moderate"}


class QualityCheckerItem(ContentCheckerItem):
    """`page` is what is shown, saved or not, or None where the item only configures the editor's panel."""

    template_name = "studio/quality/checker_item.html"
    # Nothing left out: axe's own choice, which is every rule but the experimental ones.
    axe_run_only = None

    class Media:
        js = [Script("js/admin/mark-findings.js", type="module")]

    def __init__(self, page: Page | None = None, in_editor: bool = False):
        super().__init__(in_editor=in_editor)
        self.page = page

    def get_axe_exclude(self, request):
        # Wagtail's bar and the marks that it draws beside each fault. One selector for both: the editor's
        # panel takes a list for a path through frames.
        return ["wagtail-userbar, wagtail-inline-userbar"]

    def get_axe_custom_rules(self, request):
        return [*super().get_axe_custom_rules(request), *map(_axe_rule, our_rules())]

    def get_axe_custom_checks(self, request):
        # One of axe's own functions, asking for an attribute that nothing has.
        never = {
            "id": CHECK,
            "evaluate": "attr-non-space-content-evaluate",
            "options": {"attribute": "data-never"},
        }
        return [*super().get_axe_custom_checks(request), never]

    def get_axe_messages(self, request):
        ours = {rule.code: {"error_name": rule.title, "help_text": rule.advice} for rule in our_rules()}
        return {**super().get_axe_messages(request), **ours}

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        found = read(self.page, writing_only=True) if isinstance(self.page, Page) else []
        codes = {rule.code for rule in our_rules()}
        context["findings"] = [_mark(finding) for finding in found if finding.rule.code in codes]
        return context


def our_rules() -> list[Rule]:
    """The rules to be marked in the preview; where Wagtail has one of the same name, its own does it."""
    theirs = {rule["id"] for rule in ContentCheckerItem.axe_custom_rules}
    return [rule for rule in RULES.values() if rule.writing and rule.code not in theirs]


def _axe_rule(rule: Rule) -> dict:
    return {
        "id": rule.code,
        "impact": IMPACT[rule.weight],
        "selector": f'[data-quality~="{rule.code}"]',
        "tags": ["best-practice"],
        "any": [CHECK],
        "enabled": True,
        # What waits in a closed accordion is read too.
        "excludeHidden": False,
    }


def _mark(finding: Finding) -> dict[str, str]:
    found = finding.found
    return {"code": finding.rule.code, "words": found.words, "selector": found.selector}
