"""Writes to accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

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
from assessment.accounts.queries import are_last_administrators


class LastAdministrator(Exception):
    """Without these accounts nobody could administer the site."""


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


def end_sessions(user_ids: Collection[int]) -> None:
    """Delete every session in which one of these people is signed in, on whatever machine.

    Reads all sessions, for what a session holds is no column: seconds on a busy site. So call it outside a
    transaction, which would keep everybody else from saving meanwhile.
    """
    wanted = {str(pk) for pk in user_ids}
    theirs = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=1000)
        if session.get_decoded().get(SESSION_KEY) in wanted
    ]
    Session.objects.filter(session_key__in=theirs).delete()


def lock_for_deletion(user_ids: Collection[int]) -> list[User]:
    """The accounts, locked until the transaction ends, so that nothing new refers to them meanwhile.

    Raises LastAdministrator, and User.DoesNotExist where one is gone already.
    """
    # Every administrator is locked: two who leave at once must not both count on the other.
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk").values_list("pk", flat=True))
    users = list(User.objects.select_for_update().filter(pk__in=user_ids).order_by("pk"))
    if len(users) < len(set(user_ids)):
        raise User.DoesNotExist
    if are_last_administrators(user_ids):
        raise LastAdministrator
    return users


@transaction.atomic
def delete_user(user: User) -> None:
    """Delete the account with all rows that hang on it, and its address in the admin's log."""
    addresses = [str(pk) for pk in EmailAddress.objects.filter(user=user).values_list("pk", flat=True)]
    for model, ids in ((User, [str(user.pk)]), (EmailAddress, addresses)):
        about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)
        about.update(object_repr="–", change_message="")
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
    users.delete()
    transaction.on_commit(partial(end_sessions, ids), robust=True)
    return len(ids)
