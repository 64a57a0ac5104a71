"""Writes to accounts."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction

from assessment.accounts.models import User
from assessment.accounts.queries import is_last_administrator


class LastAdministrator(Exception):
    """Without this account nobody could administer the site."""


def remember_language(user: User, language: str) -> None:
    """Store `language` as the choice of `user`; an unknown one is ignored."""
    if language in dict(settings.LANGUAGES) and user.language != language:
        user.language = language
        user.save(update_fields=["language"])


def sessions_of(user_id: int) -> list[str]:
    """The keys of every session in which one person is signed in, on whatever machine.

    Reads all sessions: what a session holds is not a column. Call it before a transaction begins.
    """
    return [
        session.session_key
        for session in Session.objects.iterator(chunk_size=1000)
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]


def lock_for_deletion(user_id: int) -> User:
    """The account, locked until the transaction ends, so that nothing new refers to it meanwhile.

    Raises LastAdministrator, and User.DoesNotExist where it is gone already.
    """
    # Every administrator is locked: two who leave at once must not both count on the other.
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk").values_list("pk", flat=True))
    user = User.objects.select_for_update().get(pk=user_id)
    if is_last_administrator(user_id):
        raise LastAdministrator(user_id)
    return user


@transaction.atomic
def delete_user(user: User, sessions: Collection[str]) -> None:
    """Delete the account with all rows that hang on it, its `sessions`, and its address in the admin's log."""
    addresses = [str(pk) for pk in EmailAddress.objects.filter(user=user).values_list("pk", flat=True)]
    for model, ids in ((User, [str(user.pk)]), (EmailAddress, addresses)):
        about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)
        about.update(object_repr="–", change_message="")
    Session.objects.filter(session_key__in=sessions).delete()
    user.delete()
