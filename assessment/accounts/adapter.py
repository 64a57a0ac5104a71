"""Where our accounts differ from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from assessment.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Remembers the language a person signed up in, so that mail reaches them in it."""

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        """Store the new user with the language of the page."""
        user.language = get_language() or ""
        saved: User = super().save_user(request, user, form, commit)
        return saved
