"""The sections of a file: what each asks, keeping what is typed, what is missing, what has changed."""

from showcase.applications.sections.base import Gap, RowForm, SectionForm
from showcase.applications.sections.plan import Plan, plan_of

__all__ = ["Gap", "Plan", "RowForm", "SectionForm", "plan_of"]
