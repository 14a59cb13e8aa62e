"""A field for a short list of fixed choices."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChoiceListField(models.JSONField):
    """Several of a fixed set of choices, kept as a JSON list of their values.

    `choices_class` is a Django Choices class; its values are text or whole numbers.
    """

    def __init__(self, *args, choices_class=None, **kwargs):
        self.choices_class = choices_class
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        kind = type(self.choices_class.values[0])
        return forms.TypedMultipleChoiceField(
            choices=self.choices_class.choices,
            coerce=lambda value: kind(value),
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value, model_instance):
        unknown = [item for item in value or [] if item not in self.choices_class.values]
        if unknown:
            raise ValidationError(_("Not a choice: %(items)s") % {"items": ", ".join(map(str, unknown))})

    def labels(self, value) -> list[tuple]:
        """(value, label) of each that is chosen, in the order of the set."""
        return [choice for choice in self.choices_class.choices if choice[0] in (value or [])]
