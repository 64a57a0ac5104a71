"""A password rule whose words exist in both of our languages."""

from django.contrib.auth.password_validation import MinimumLengthValidator as DjangoMinimumLengthValidator
from django.utils.translation import ngettext


class MinimumLengthValidator(DjangoMinimumLengthValidator):
    """Django's rule; its message of version 5.2 is not in Django's Chinese catalogue."""

    def get_error_message(self) -> str:
        """What is wrong with a short password."""
        return ngettext(
            "This password is too short. It must have at least %(count)d character.",
            "This password is too short. It must have at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
