"""Writes to accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponse

from assessment.accounts.models import User
from assessment.accounts.queries import is_last_administrator


class LastAdministrator(Exception):
    """Without this account nobody could administer the site."""


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


def sessions_of(user_id: int) -> list[str]:
    """The keys of every session in which one person is signed in, on whatever machine.

    Reads all sessions: what a session holds is not a column. Call it before a transaction begins.
    """
    return _sessions({user_id})


def _sessions(user_ids: Collection[int]) -> list[str]:
    wanted = {str(pk) for pk in user_ids}
    return [
        session.session_key
        for session in Session.objects.iterator(chunk_size=1000)
        if session.get_decoded().get(SESSION_KEY) in wanted
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


@transaction.atomic
def create_simulated(people: Sequence[tuple[str, str]], joined_at: datetime) -> dict[str, int]:
    """Accounts of the demonstration from pairs of address and language; returns their numbers by address.

    Nobody can sign in with them: no password fits. IntegrityError where an address is taken.
    """
    users = [
        User(email=email, language=language, simulated=True, password=make_password(None), date_joined=joined_at)
        for email, language in people
    ]
    User.objects.bulk_create(users)
    return {user.email: user.pk for user in users}


def open_simulated(email: str, password: str, groups: Collection[str] = ()) -> None:
    """Let somebody sign in as the simulated account with that address, by `password`, as one of `groups`.

    Raises User.DoesNotExist for any other account.
    """
    user = User.objects.get(email=email, simulated=True)
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.groups.add(*Group.objects.filter(name__in=groups))


@transaction.atomic
def delete_simulated() -> int:
    """Delete every account of the demonstration with all that hangs on it; returns how many there were."""
    users = User.objects.filter(simulated=True)
    ids = set(users.values_list("pk", flat=True))
    Session.objects.filter(session_key__in=_sessions(ids)).delete()
    users.delete()
    return len(ids)
