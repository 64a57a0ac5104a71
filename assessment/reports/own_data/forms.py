"""The form that asks whether somebody means it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DeleteAccountForm(forms.Form):
    """The address of the account, typed: nobody deletes theirs by a slip."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = email

    def clean_email(self) -> str:
        """Only the address of this account, whatever its case."""
        given: str = self.cleaned_data["email"]
        if given.strip().lower() != self._expected.lower():
            raise forms.ValidationError(_("This is not the address of this account. Nothing was deleted."))
        return given
