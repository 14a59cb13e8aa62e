"""What anybody may do only so often."""

from django.db import models


class Attempt(models.Model):
    """Something that was done, and how long it counts. `what` is a digest: who did what is not in it."""

    what = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["what", "until"], name="attempt_what_until")]

    def __str__(self) -> str:
        return f"{self.what[:8]} until {self.until:%H:%M}"
