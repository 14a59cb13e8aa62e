"""The rules. Each module is imported here, which is all that it takes to add one."""

from studio.quality.rules import ageing, evidence, links, reading, typography

__all__ = ["ageing", "evidence", "links", "reading", "typography"]
