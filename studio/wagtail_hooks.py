"""Registers the studio with the admin. What it registers is in each part's own `hooks`."""

from studio.translation import hooks as translation_hooks

__all__ = ["translation_hooks"]
