"""Writes to accounts."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpResponse

from assessment.accounts.models import User


def remember_language(user: User, language: str) -> None:
    """Store `language` as the choice of `user`; an unknown one is ignored."""
    if language in dict(settings.LANGUAGES) and user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def switch_language(response: HttpResponse, user: AbstractBaseUser | AnonymousUser, language: str) -> None:
    """Set the language cookie on `response` and remember the choice of a signed-in person; ignores unknown ones."""
    if language not in dict(settings.LANGUAGES):
        return
    if isinstance(user, User):
        remember_language(user, language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
