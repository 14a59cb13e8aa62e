"""What the studio keeps, room by room."""

from studio.quality.models import LinkCheck, LinkUse, Problem
from studio.translation.models import State, TranslationState

__all__ = ["LinkCheck", "LinkUse", "Problem", "State", "TranslationState"]
