"""Writes to accounts."""

from django.conf import settings

from assessment.accounts.models import User


def remember_language(user: User, language: str) -> None:
    """Store `language` as the choice of `user`; an unknown one is ignored."""
    if language in dict(settings.LANGUAGES) and user.language != language:
        user.language = language
        user.save(update_fields=["language"])
