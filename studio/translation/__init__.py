"""Translation from end to end: what wagtail-localize does, kept in step, told, and shown on one board."""
