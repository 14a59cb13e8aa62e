from studio.models.translation import State, TranslationState

__all__ = ["State", "TranslationState"]
