"""The dashboard's panels in place of Wagtail's counts of pages, pictures and files."""

from wagtail import hooks

from studio.dashboard import panels as ours
from studio.gate import works_on_content
from studio.translation import board

# Wagtail's panel of what awaits a person's approval comes first.
FIRST = {"workflow_objects_to_moderate": 110, "user_objects_in_workflow_moderation": 140}


@hooks.register("construct_homepage_panels")
def put_work_first(request, panels):
    for panel in panels:
        panel.order = FIRST.get(getattr(panel, "name", ""), panel.order)
    if board.may_see(request.user):
        panels.append(ours.TranslationsPanel(request))
    if works_on_content(request.user):
        panels += [ours.HealthPanel(request), ours.LastPublishedPanel(request)]


# After all those who put one there.
@hooks.register("construct_homepage_summary_items", order=1000)
def leave_out_what_nobody_can_act_on(request, items):
    """How many pages and pictures there are asks nothing of anybody."""
    items.clear()
