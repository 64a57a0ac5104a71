"""What learners note about questions: bookmarks, and that a mistake is understood."""

from datetime import datetime

from assessment.delivery.mistakes import UNDERSTOOD
from assessment.delivery.models import NotebookEntry
from assessment.delivery.notebook import Entry, entry_of


class NotInNotebook(Exception):
    """The question was never asked in a submitted attempt of this person, or holds no mistake of theirs."""


def bookmark(user_id: int, question_id: int, now: datetime) -> None:
    """Bookmark a question; a second time changes nothing. Raises NotInNotebook."""
    _entry(user_id, question_id)
    note, _made = NotebookEntry.objects.get_or_create(user_id=user_id, question_id=question_id)
    NotebookEntry.objects.filter(pk=note.pk, bookmarked_at__isnull=True).update(bookmarked_at=now)


def unbookmark(user_id: int, question_id: int, now: datetime) -> None:
    """Take the bookmark away; a second time changes nothing. Raises NotInNotebook."""
    _entry(user_id, question_id)
    NotebookEntry.objects.filter(user=user_id, question=question_id).update(bookmarked_at=None)


def mark_understood(user_id: int, question_id: int, now: datetime) -> None:
    """Note that a mistake is understood; a second time changes nothing. Raises NotInNotebook."""
    if _mistake(user_id, question_id).state != UNDERSTOOD:
        NotebookEntry.objects.update_or_create(
            user_id=user_id, question_id=question_id, defaults={"understood_at": now}
        )


def mark_not_understood(user_id: int, question_id: int, now: datetime) -> None:
    """Put a mistake back among what is to do; a second time changes nothing. Raises NotInNotebook."""
    _mistake(user_id, question_id)
    NotebookEntry.objects.filter(user=user_id, question=question_id).update(understood_at=None)


def _entry(user_id: int, question_id: int) -> Entry:
    entry = entry_of(user_id, question_id)
    if entry is None:
        raise NotInNotebook
    return entry


def _mistake(user_id: int, question_id: int) -> Entry:
    entry = _entry(user_id, question_id)
    if not entry.state:
        raise NotInNotebook
    return entry
