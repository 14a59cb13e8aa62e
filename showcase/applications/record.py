"""Rows that are written once. A file that is deleted takes them with it; nothing else changes them."""

from typing import Any, NoReturn

from django.db import models


class RecordQuerySet(models.QuerySet):
    def update(self, **values: Any) -> NoReturn:
        raise TypeError("The record is never rewritten.")


class NeverRewritten(models.Model):
    """A row that can be added and not changed."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The record is never rewritten.")
        super().save(*args, **kwargs)
