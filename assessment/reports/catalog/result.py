"""One result as a file: every item with its version, the answer in words and its marks; and the figures."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.bank.queries import competencies
from assessment.delivery.presentation import title_of
from assessment.delivery.queries import submitted_attempt
from assessment.delivery.results import ItemResult, Result, result_of
from assessment.delivery.wording import level_name
from assessment.reports.declarations import Cell, Column, Page, Reader, Report, Table

Figure = tuple[str, str, Cell]
_VERDICTS = {
    "right": gettext_lazy("right"),
    "partly": gettext_lazy("partly right"),
    "wrong": gettext_lazy("not right"),
    "open": gettext_lazy("left open"),
    "waiting": gettext_lazy("waits to be marked"),
    "hidden": "",
}


def build(reader: Reader, key: UUID | None) -> Page | None:
    """The result of the reader's own submitted attempt called `key`; anybody else's does not exist."""
    attempt = submitted_attempt(key, reader.user.pk) if key else None
    if attempt is None:
        return None
    outcome = result_of(attempt, reader.now)
    return Page(_("Result"), (_items(outcome), _figures(outcome)), {"about": title_of(attempt)})


def _items(outcome: Result) -> Table:
    columns = (
        Column("position", _("Question"), numeric=True),
        Column("item", _("Item")),
        Column("version", _("Version"), numeric=True),
        Column("competency", _("Competency")),
        Column("answer", _("Your answer")),
        Column("key", _("Right answer")),
        Column("mark", _("Mark")),
        Column("score", _("Score"), numeric=True),
        Column("difficulty", _("Difficulty (logits)"), numeric=True),
        Column("guess", _("Guess level"), numeric=True),
    )
    codes = {competency.pk: competency.code for competency in competencies()}
    asked = {row.position: row for row in outcome.attempt.items.all()}
    rows = tuple(
        _row(
            item, codes[asked[item.position].competency_id], asked[item.position].difficulty, asked[item.position].guess
        )
        for item in outcome.items
    )
    return Table("items", _("Every question as it was asked and answered"), columns, rows)


def _row(item: ItemResult, competency: str, difficulty: float, guess: float) -> tuple[Cell, ...]:
    answer = " / ".join(view.answer for view in item.parts)
    key = " / ".join(view.key for view in item.parts)
    return (
        item.position, item.version.question.slug, item.version.number, competency, answer if item.answered else None,
        key, str(_VERDICTS[item.verdict]), item.score, difficulty, guess,
    )  # fmt: skip


def _figures(outcome: Result) -> Table:
    attempt = outcome.attempt
    figures: tuple[Figure, ...] = (
        ("quiz", _("Quiz"), attempt.rules["slug"]),
        ("attempt", _("Attempt"), str(attempt.key)),
        ("started_at", _("Started"), attempt.started_at),
        ("submitted_at", _("Submitted"), attempt.submitted_at),
        ("questions", _("Questions"), len(outcome.items)),
        *(_scores(outcome) if outcome.tells_score else ()),
        ("counts", _("Counts"), bool(attempt.rules.get("counts"))),
        ("grading_version", _("Version of grading"), attempt.grading_version),
        ("scoring_version", _("Version of scoring"), attempt.scoring_version),
        *((f"cut_{level}", level_name(level), value) for level, value in sorted(attempt.cuts.items())),
    )
    columns = (Column("name", _("Name in files")), Column("figure", _("Figure")), Column("value", _("Value")))
    return Table("figures", _("The figures of this result and what it was computed with"), columns, figures)


def _scores(outcome: Result) -> tuple[Figure, ...]:
    """What a quiz may keep back until it has closed."""
    attempt, ability = outcome.attempt, outcome.ability
    return (
        ("points", _("Points"), attempt.points),
        ("scored", _("Questions scored"), outcome.scored),
        ("share", _("Score"), attempt.share),
        ("share_error", _("Rough error"), attempt.share_error),
        ("guess_share", _("Guessing alone"), attempt.guess_share),
        ("ability", _("Ability (logits)"), ability.theta),
        ("standard_error", _("Standard error"), ability.standard_error),
        ("low", _("90 percent interval from"), ability.interval[0]),
        ("high", _("to"), ability.interval[1]),
        ("level", _("Level"), level_name(outcome.band.level)),
    )


REPORT = Report("result", gettext_lazy("Result"), "assessment/reports/tables.html", build, keyed=True)
