"""Everything that the site stores about one person, as one zip file.

The names of files and keys are for programs and stay as they are: whoever changes one raises ``FORMAT``.
JSON is UTF-8, times are ISO 8601 in UTC, and texts that exist in both languages are there in both.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation

from assessment.accounts import queries as accounts
from assessment.bank import queries as bank
from assessment.checklists import stored as checklists
from assessment.checklists.queries import claims_of
from assessment.delivery import stored as delivery
from assessment.reports.declarations import Cell, Column, Table
from assessment.reports.files import table_as_csv

FORMAT = 1
# Below this the archive is made in memory, above it in a temporary file that nobody else can open.
IN_MEMORY = 8 * 1024 * 1024

# Models that refer to a person and are not in the archive, and why. A test walks all others.
LEFT_OUT: Mapping[str, str] = {
    "admin.LogEntry": "the site's own record of what administrators did; it names other people",
    "account.EmailConfirmation": "a token that was mailed, which would open the address to whoever reads it",
    "assessment.CohortSnapshot": "figures about the other members of a cohort, which its lead was shown",
}

_ATTEMPT_COLUMNS = (
    "key", "quiz", "mode", "counts", "started_at", "deadline", "submitted_at", "submitted_by", "questions", "points",
    "share", "share_error", "guess_share", "ability", "ability_error", "grading_version", "scoring_version",
)  # fmt: skip
_ITEM_COLUMNS = (
    "attempt", "position", "question", "version", "content_hash", "competency", "difficulty", "guess", "draw",
    "response", "answer_en", "answer_zh_hans", "flagged", "revision", "answered_at", "closed_at", "score", "marks",
)  # fmt: skip
_STATEMENT_COLUMNS = (
    "review", "checklist", "system", "closed_at", "statement", "version", "competency", "level", "text_en",
    "text_zh_hans", "value", "reason", "evidence", "evidence_date", "revision", "answered_at", "verifications",
)  # fmt: skip


def archive_of(user_id: int, now: datetime) -> IO[bytes]:
    """The archive of one person, open at its beginning; whoever closes it deletes it.

    The number of queries does not depend on how much there is.
    """
    sink = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever reads it closes it)
    try:
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files_of(user_id, now):
                info = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                archive.writestr(info, content)
    except BaseException:
        sink.close()
        raise
    sink.seek(0)
    return sink


def files_of(user_id: int, now: datetime) -> Iterator[tuple[str, str]]:
    """Name and content of every file of the archive, one after the other."""
    account = {
        **accounts.stored_of(user_id),
        "published": bank.published_by(user_id),
        "corrected": delivery.corrections_by(user_id),
    }
    yield "README.txt", _readme(account["email"], now)
    yield "account.json", _json("account", account, now)
    stored = delivery.stored_of(user_id)
    attempts = stored["attempts"]
    yield "attempts.json", _json("attempts", attempts, now)
    yield "attempts.csv", _csv("attempts", _ATTEMPT_COLUMNS, map(_attempt_row, attempts))
    yield "items.csv", _csv("items", _ITEM_COLUMNS, (_item_row(a, item) for a in attempts for item in a["items"]))
    yield "notebook.json", _json("notebook", stored["notebook"], now)
    yield "marks.json", _json("marks_given", stored["marks_given"], now)
    reviewed = {**checklists.stored_of(user_id), "claims": _claims(user_id)}
    yield "reviews.json", _json("checklists", reviewed, now)
    rows = (_statement_row(review, answer) for review in reviewed["reviews"] for answer in review["answers"])
    yield "statements.csv", _csv("statements", _STATEMENT_COLUMNS, rows)


def _readme(email: str, now: datetime) -> str:
    """What is in the archive, in both languages: it may be read long after, and by somebody else."""
    parts = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            parts.append(render_to_string("assessment/reports/own_data/readme.txt", {"email": email, "now": now}))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _claims(user_id: int) -> list[dict[str, Any]]:
    """The levels that the person's latest closed self-rating claims."""
    return [
        {"competency": claim.competency, "level": claim.level, "rated_at": claim.rated_at}
        for claim in claims_of(user_id).values()
    ]


def _json(name: str, content: Mapping[str, Any] | Sequence[Any], now: datetime) -> str:
    """One entry a line: readable, and written several times faster than with indents."""
    if isinstance(content, Mapping):
        lines, ends = [f"{_dump(key)}: {_dump(value)}" for key, value in content.items()], "{}"
    else:
        lines, ends = [_dump(entry) for entry in content], "[]"
    whole = f"{ends[0]}\n{_BREAK.join(lines)}\n{ends[1]}"
    return f'{{"format": {FORMAT}, "made_at": {_dump(now)}, {_dump(name)}: {whole}}}\n'


_BREAK = ",\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """Dates, times and identifiers as text. Raises TypeError for anything else, rather than store a guess."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value)} has no form in the archive")


def _csv(name: str, columns: Sequence[str], rows: Iterator[Mapping[str, Any]]) -> str:
    cells = tuple(tuple(_cell(row[column]) for column in columns) for row in rows)
    return table_as_csv(Table(name, name, tuple(Column(column, column) for column in columns), cells))


def _cell(value: Any) -> Cell:
    """One cell; lists and objects are written as JSON."""
    if isinstance(value, list | dict):
        return _dump(value)
    return str(value) if isinstance(value, UUID) else value


def _attempt_row(attempt: Mapping[str, Any]) -> dict[str, Any]:
    rules = attempt["rules"]
    more = {"mode": rules.get("mode"), "counts": rules.get("counts")}
    return {**attempt, **more, "questions": len(attempt["items"])}


def _item_row(attempt: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    words = {f"answer_{language}": " | ".join(texts) for language, texts in item["answer"].items()}
    return {**item, **words, "attempt": attempt["key"]}


def _statement_row(review: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    texts = {f"text_{language}": text for language, text in answer["text"].items()}
    own = {name: review[name] for name in ("checklist", "system", "closed_at")}
    return {**answer, **texts, **own, "review": review["key"]}
