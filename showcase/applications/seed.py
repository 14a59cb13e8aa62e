"""The site as it starts is complete: projects may apply, until whoever publishes it decides otherwise."""

from home.seed.planting import Planter
from showcase.applications.models import ApplicationRules


def finish(planter: Planter) -> None:
    rules = ApplicationRules.load()
    rules.is_open = True
    rules.save()
