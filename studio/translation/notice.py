"""What readers are told of sentences that only a machine has written: asked in queries made anyway."""

from django.db.models import Exists, OuterRef

from home import providers
from studio.models import TranslationState


@providers.provide_machine_written
def machine_written() -> Exists:
    """Whether the translation that a row is shows such sentences."""
    return Exists(
        TranslationState.objects.filter(
            translation_key=OuterRef("translation_key"),
            target_locale=OuterRef("locale"),
            shows_machine=True,
        )
    )
