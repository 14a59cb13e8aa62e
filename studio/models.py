"""What the studio keeps, room by room."""

from studio.quality.models import LinkCheck, LinkUse, Problem

__all__ = ["LinkCheck", "LinkUse", "Problem"]
