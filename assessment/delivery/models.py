"""What delivery keeps: quizzes, attempts, and one row for every item of an attempt."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.delivery.rules import DEFAULT_SHOWS, refusal, tells_score
from assessment.lib.bilingual import localised, text_of
from assessment.lib.natural import NaturalKeyManager, natural_key_of


def mode_choices() -> list[tuple[str, Any]]:
    """What a quiz is for; the catalogue groups by it. How it is sat is said by its other fields."""
    return [
        ("placement", _("placement")),
        ("assessed", _("assessed")),
        ("full", _("full assessment")),
        ("practice", _("practice")),
        ("sample", _("sample")),
    ]


def counted_choices() -> list[tuple[str, Any]]:
    """Which attempts of a learner count."""
    return [("all", _("all")), ("last", _("the last one")), ("best", _("the best one")), ("first", _("the first one"))]


def default_shows() -> dict[str, list[str]]:
    """Nothing before submission, everything after it."""
    return {stage: list(things) for stage, things in DEFAULT_SHOWS.items()}


def quiz_status_choices() -> list[tuple[str, Any]]:
    """Whether a quiz can be started."""
    return [("draft", _("draft")), ("open", _("open")), ("retired", _("retired"))]


class Quiz(models.Model):
    """A form of questions that people sit. Attempts keep a copy of its rules."""

    NATURAL_KEY = ("slug",)
    ASSESSED, SAMPLE, PRACTICE, PLACEMENT, FULL = "assessed", "sample", "practice", "placement", "full"
    DRAFT, OPEN, RETIRED = "draft", "open", "retired"
    # The name of the quiz that practice from the notebook belongs to.
    NOTEBOOK = "practice"

    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    title_en = models.CharField(_("title (English)"), max_length=120)
    title_zh_hans = models.CharField(_("title (Chinese)"), max_length=120)
    description_en = models.CharField(_("description (English)"), max_length=400)
    description_zh_hans = models.CharField(_("description (Chinese)"), max_length=400)
    mode = models.CharField(_("mode"), max_length=20, choices=mode_choices, default=ASSESSED)
    counts = models.BooleanField(
        _("counts"), default=True, help_text=_("Its results enter the measured level of a learner.")
    )
    counted = models.CharField(_("attempts that count"), max_length=10, choices=counted_choices, default="all")
    visitors = models.BooleanField(
        _("open to visitors"), default=False, help_text=_("No account is needed; such a quiz never counts.")
    )
    certainty = models.BooleanField(
        _("asks for certainty"), default=False, help_text=_("How sure the learner is; it never touches the score.")
    )
    shows = models.JSONField(_("what is shown when"), default=default_shows)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1),),
        help_text=_("Empty: any number."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    plan = models.JSONField(
        _("plan of the form"),
        default=dict,
        blank=True,
        help_text=_(
            "Empty: the questions listed below, in order. Otherwise each attempt draws its own form by this plan."
        ),
    )
    competency = models.ForeignKey(
        "assessment.Competency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competency")
    )
    minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"), null=True, blank=True, validators=(MinValueValidator(1),),
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position in the catalogue"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=quiz_status_choices, default=DRAFT)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ("position", "slug")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(visitors=True, counts=True),
                name="what_visitors_sit_never_counts",
                violation_error_message=_("A quiz that is open to visitors cannot count."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)

    def refusal(self, made: int, now: datetime) -> str:
        """Why somebody who has sat it `made` times cannot start it now; empty where they can. See `rules.refusal`."""
        return refusal(self.opens_at, self.closes_at, self.attempts_allowed, made, now)

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return localised(text_of(self, "title"))

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return localised(text_of(self, "description"))


class QuizItem(models.Model):
    """One question of a quiz, at its place."""

    NATURAL_KEY = ("quiz__slug", "question__slug")

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="items")
    question = models.ForeignKey("assessment.Question", models.PROTECT, related_name="+", verbose_name=_("question"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("question of the quiz")
        verbose_name_plural = _("questions of the quiz")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("quiz", "question"), name="a_question_once_a_quiz"),)

    def __str__(self) -> str:
        return f"{self.position}"

    @property
    def can_be_asked(self) -> bool:
        """Whether its question is published; others are left out of new attempts."""
        return self.question.status == "published"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Attempt(models.Model):
    """One sitting of a quiz by one person, or by a visitor who holds the claim token.

    ``rules``, the version numbers of grading and scoring, ``cuts`` and the seed are pinned at the
    start, so that nothing edited later moves the result. ``claim_hash`` is the SHA-256 of the token
    in a visitor's session; it is emptied when somebody adopts the attempt.
    """

    BY_LEARNER, BY_DEADLINE = "learner", "deadline"

    key = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="attempts", verbose_name=_("user")
    )
    claim_hash = models.CharField(max_length=64, blank=True, db_index=True)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", verbose_name=_("quiz"))
    rules = models.JSONField(_("rules at the start"), default=dict)
    seed = models.BigIntegerField(_("seed of the draw"))
    grading_version = models.PositiveSmallIntegerField(_("version of grading"))
    scoring_version = models.PositiveSmallIntegerField(_("version of scoring"))
    cuts = models.JSONField(_("provisional cuts at the start"), default=dict)
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("deadline"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    submitted_by = models.CharField(_("submitted by"), max_length=10, blank=True)
    points = models.FloatField(_("points"), null=True)
    share = models.FloatField(_("score"), null=True)
    share_error = models.FloatField(_("standard error of the score"), null=True)
    guess_share = models.FloatField(_("guess level"), null=True)
    ability = models.FloatField(_("ability"), null=True)
    ability_error = models.FloatField(_("standard error of the ability"), null=True)
    counting = models.BooleanField(_("enters the measured level"), default=False)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("-started_at",)
        indexes = (models.Index(fields=("user", "quiz", "submitted_at"), name="attempts_of_a_user"),)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "quiz"),
                condition=models.Q(submitted_at__isnull=True),
                name="one_open_attempt_per_quiz",
            ),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_practice(self) -> bool:
        """Whether it was for trying; it measures nothing."""
        return bool(self.rules.get("mode") == Quiz.PRACTICE)

    def tells_score(self, now: datetime) -> bool:
        """Whether its rules let the score be shown by `now`."""
        return tells_score(self.rules, self.submitted_at is not None, now)


class AttemptItem(models.Model):
    """One question as it was asked and answered in one attempt.

    ``revision`` counts the saved answers and guards against stale tabs. ``closed_at`` is set when
    the attempt is submitted, in the same row that a save updates, so that no save can slip behind
    the marking.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey("assessment.QuestionVersion", models.PROTECT, related_name="+")
    competency = models.ForeignKey("assessment.Competency", models.PROTECT, related_name="+")
    difficulty = models.FloatField()
    guess = models.FloatField()
    draw = models.JSONField(default=list)
    response = models.JSONField(default=list)
    flagged = models.BooleanField(default=False)
    certainty = models.PositiveSmallIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    marks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("item of an attempt")
        verbose_name_plural = _("items of an attempt")
        ordering = ("attempt", "position")
        constraints = (models.UniqueConstraint(fields=("attempt", "position"), name="item_positions_are_unique"),)
        indexes = (
            # What a person has yet to mark: few rows among many.
            models.Index(
                fields=("closed_at",),
                condition=models.Q(score__isnull=True, closed_at__isnull=False),
                name="items_that_wait",
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}"


class RubricMark(models.Model):
    """Which rows of its rubric an open answer meets, as its writer or a reviewer sees it.

    A reviewer's rows are only ever added: the newest one of a part counts, the older ones tell how it came
    about. What a writer finds is one row a part, which they may change and which enters no score; it names no
    marker, because the attempt says whose it is.
    """

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="rubric_marks")
    part = models.PositiveSmallIntegerField(default=0)
    by_self = models.BooleanField()
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    met = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("open answer to mark")
        verbose_name_plural = _("open answers to mark")
        default_permissions = ()
        permissions = (("mark_open_answers", "Can mark open answers"),)
        constraints = (
            models.UniqueConstraint(
                fields=("item", "part"), condition=models.Q(by_self=True), name="one_own_rubric_mark_per_part"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id}/{self.part}"


class NotebookEntry(models.Model):
    """What a learner noted about a question: a bookmark, or that they understand their mistake by now.

    Mistakes themselves are not stored: they are the items of submitted attempts.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notebook")
    question = models.ForeignKey("assessment.Question", models.PROTECT, related_name="+")
    bookmarked_at = models.DateTimeField(null=True)
    understood_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "question"), name="one_notebook_entry_per_question"),)

    def __str__(self) -> str:
        return f"{self.question_id}"


class ItemTally(models.Model):
    """What remains of the answers of deleted accounts: sums for each version, and nobody in them."""

    version = models.OneToOneField("assessment.QuestionVersion", models.PROTECT, primary_key=True, related_name="+")
    answers = models.PositiveIntegerField(default=0)
    left_open = models.PositiveIntegerField(default=0)
    score_sum = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.version_id}"


def policy_choices() -> list[tuple[str, Any]]:
    """What a correction does with the marks of a question."""
    return [
        (CorrectionRun.FULL_CREDIT, _("full credit for everybody")),
        (CorrectionRun.NEW_KEY, _("mark again with the new key")),
        (CorrectionRun.LEAVE, _("leave the marks as they are")),
        (CorrectionRun.RESTORE, _("take an earlier correction back")),
    ]


class CorrectionRun(models.Model):
    """One decision about the marks of a question whose newer version corrects it. Written once, never changed.

    It concerns the answers to versions before ``to_version``; ``from_number`` is the oldest of them at that time.
    ``undoes`` names the run that this one takes back.
    """

    FULL_CREDIT, NEW_KEY, LEAVE, RESTORE = "full_credit", "new_key", "leave", "restore"

    key = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey("assessment.Question", models.PROTECT, related_name="+", verbose_name=_("question"))
    from_number = models.PositiveIntegerField(_("oldest version concerned"))
    to_version = models.ForeignKey(
        "assessment.QuestionVersion", models.PROTECT, related_name="+", verbose_name=_("corrected version")
    )
    policy = models.CharField(_("what was done"), max_length=20, choices=policy_choices)
    reason_en = models.TextField(_("reason (English)"), max_length=600, blank=True)
    reason_zh_hans = models.TextField(_("reason (Chinese)"), max_length=600, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    made_at = models.DateTimeField(_("made"))
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by", verbose_name=_("undoes"))

    class Meta:
        verbose_name = _("correction of marks")
        verbose_name_plural = _("corrections of marks")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return str(self.key)


class MarkChange(models.Model):
    """What one run made of one item: its score and marks before and after."""

    run = models.ForeignKey(CorrectionRun, models.PROTECT, related_name="mark_changes")
    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="mark_changes")
    score_before = models.FloatField(null=True)
    marks_before = models.JSONField(default=list)
    score_after = models.FloatField(null=True)
    marks_after = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("run", "item"), name="an_item_once_a_correction"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.item_id}"


class AttemptChange(models.Model):
    """What one run made of one attempt: its figures before and after, by name."""

    FIGURES = ("points", "share", "share_error", "guess_share", "ability", "ability_error")

    run = models.ForeignKey(CorrectionRun, models.PROTECT, related_name="attempt_changes")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="changes")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("run", "attempt"), name="an_attempt_once_a_correction"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.attempt_id}"
