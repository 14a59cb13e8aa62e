"""The studio's hooks, room by room: importing a room's hooks registers them."""

from studio.quality import hooks as quality

__all__ = ["quality"]
