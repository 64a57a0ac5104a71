"""The pages of a learner. No rules here: they read queries, call actions and choose what to show."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.accounts.actions import switch_language
from assessment.accounts.queries import time_factor
from assessment.delivery import actions, claims, queries
from assessment.delivery.actions import Outcome, SaveResult
from assessment.delivery.facts import Group, purpose_title, quiz_facts, refusal_words
from assessment.delivery.forming import retake_advice
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.notebook import bookmarked
from assessment.delivery.presentation import QuestionPage, places, question_page, remarks, title_of
from assessment.delivery.results import Result, result_of, with_changes
from assessment.delivery.rubric_views import with_forms
from assessment.delivery.wording import (
    advice_sentence,
    competency_row,
    interval_words,
    not_open_words,
    practice_sentence,
    scale_view,
    sentence,
)
from assessment.lib.posted import BACKGROUND, count
from assessment.lib.signed_in import user_id_of
from assessment.measurement.certainty import CHANCES


def _visitor(request: HttpRequest) -> queries.Visitor:
    return queries.Visitor(request.user.pk, claims.hashes(request.session))


def _items(request: HttpRequest, key: UUID) -> list[AttemptItem]:
    """The items of an attempt that is the visitor's own; anybody else's does not exist for them."""
    items = queries.items_of(key)
    if not items or not _visitor(request).owns(items[0].attempt):
        raise Http404
    return items


def _entries(request: HttpRequest) -> list[queries.CatalogueEntry]:
    """The catalogue for this reader, what is overdue being submitted first."""
    now = timezone.now()
    if request.user.pk:
        actions.expire_overdue(request.user.pk, now)
    return queries.catalogue(request.user.pk, now)


def _grouped(entries: list[queries.CatalogueEntry]) -> list[Group]:
    """The entries under their headings, each with why it cannot be started now, in words."""
    return [
        Group(purpose, purpose_title(purpose), [(e, refusal_words(e)) for e in group])
        for purpose, group in queries.by_purpose(entries)
    ]


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is and the first step; a signed-in person goes on to the catalogue."""
    if request.user.is_authenticated:
        return redirect("catalogue")
    entries = queries.catalogue(None, timezone.now())
    sample = next((entry for entry in entries if entry.quiz.visitors), None)
    return render(request, "assessment/delivery/home.html", {"sample": sample, "groups": _grouped(entries)})


@login_not_required
@require_GET
@never_cache
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every quiz under what it is for, with the reader's own last result, and what is next."""
    entries = _entries(request)
    step = queries.next_step(entries) if request.user.pk else None
    context = {"groups": _grouped(entries), "next": step}
    return render(request, "assessment/delivery/catalogue.html", context)


@login_not_required
@require_GET
@never_cache
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """What to expect of one quiz, and the button that starts it."""
    entry = next((e for e in _entries(request) if e.quiz.slug == slug), None)
    if entry is None:
        raise Http404
    context = {
        "entry": entry,
        "facts": quiz_facts(entry, time_factor(request.user.pk)),
        "refusal": refusal_words(entry),
    }
    if request.user.pk and not entry.open_attempt:
        context["advice"] = _advice(request, entry.quiz)
    return render(request, "assessment/delivery/quiz.html", context)


def _advice(request: HttpRequest, quiz: Quiz) -> str:
    """The sentence about taking `quiz` again; empty where there is nothing to say."""
    found = retake_advice(quiz, request.user.pk, timezone.now()) if request.user.pk else None
    return advice_sentence(found) if found else ""


@login_not_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start or resume a quiz. A sample needs no account; its claim token goes into the session."""
    quiz = queries.open_quizzes().filter(slug=slug).first()
    if quiz is None:
        raise Http404
    user_id = request.user.pk
    if user_id is None and not quiz.visitors:
        return redirect_to_login(reverse("quiz", args=[slug]))
    now = timezone.now()
    if user_id is None:
        limited = _limit_visitor(request)
        if limited:
            return limited
        actions.delete_unclaimed(now - timedelta(days=settings.UNCLAIMED_DAYS))
    try:
        attempt, token = actions.start(quiz, user_id, now)
    except actions.NothingToAsk:
        messages.warning(request, _("This quiz has no questions at the moment."))
        return redirect("catalogue")
    except actions.NotOpen as refusal:
        messages.warning(request, not_open_words(str(refusal), quiz))
        return redirect("quiz", slug)
    if token:
        claims.add(request.session, token)
    return redirect("question", attempt.key, 1)


def _limit_visitor(request: HttpRequest) -> HttpResponse | None:
    """A 429 page where one address starts too many samples."""
    response: HttpResponse | None = ratelimit.consume_or_429(request, action="sample_start")
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def question(request: HttpRequest, key: UUID, position: int) -> HttpResponse:
    """One question: shows it, or keeps the answer that was posted."""
    items = _items(request, key)
    if not 1 <= position <= len(items):
        raise Http404
    attempt = items[0].attempt
    if request.method == "POST":
        return _answer(request, items, position)
    if attempt.submitted_at or actions.expire(attempt, timezone.now()).submitted_at:
        return redirect("result", key)
    return _show(request, question_page(items, position))


def _show(request: HttpRequest, page: QuestionPage, status: int = 200) -> HttpResponse:
    """The whole page, or only its changing part for our script, with the address it stands for."""
    background = BACKGROUND in request.headers
    template = "assessment/delivery/_question.html" if background else "assessment/delivery/question.html"
    response = render(request, template, {"page": page}, status=status)
    if background:
        response[BACKGROUND] = reverse("question", args=[page.attempt.key, page.item.position])
    return response


def _answer(request: HttpRequest, items: list[AttemptItem], position: int) -> HttpResponse:
    posted, item = request.POST, items[position - 1]
    if item.closed_at and not item.attempt.submitted_at:
        # Checked at once, so its answer is final; what is left is to read it in another language, or to go on.
        if "language" in posted:
            return _switch_language(request, posted, item)
        return _go(request, items, position, posted.get("go", str(position)))
    responses = actions.read_posted(item, {} if "clear" in posted else dict(posted.lists()))
    revision, certainty = count(posted.get("revision", "")), count(posted.get("certainty", ""))
    saved = actions.save_answer(
        item, responses, "flagged" in posted, revision, timezone.now(), certainty if certainty in CHANCES else None
    )
    items[position - 1] = saved.item
    if saved.outcome in (Outcome.CLOSED, Outcome.OVERDUE):
        return _too_late(request, saved)
    if "go" not in posted and "language" not in posted and BACKGROUND in request.headers:
        return _saved_state(saved)
    if saved.outcome is Outcome.CONFLICT:
        return _show(request, question_page(items, position, saved.posted), status=409)
    if "language" in posted:
        return _switch_language(request, posted, items[position - 1])
    if posted.get("go") == "check":
        items[position - 1] = actions.check_item(saved.item, timezone.now())
        if not items[position - 1].closed_at:
            messages.info(request, _("Answer the question first; then its feedback is shown."))
    return _go(request, items, position, posted.get("go", str(position)))


def _saved_state(saved: SaveResult) -> JsonResponse:
    """What our script shows after a background save."""
    conflict = saved.outcome is Outcome.CONFLICT
    at = saved.item.answered_at
    return JsonResponse(
        {
            "outcome": saved.outcome.value,
            "revision": saved.item.revision,
            "saved_at": at.isoformat() if at else "",
            "state": places([saved.item])[0].state,
            "remarks": [] if conflict else remarks(saved.item),
        },
        status=409 if conflict else 200,
    )


def _too_late(request: HttpRequest, saved: SaveResult) -> HttpResponse:
    """The attempt is over: submit it if that is due, and say what was kept."""
    attempt = actions.expire(saved.item.attempt, timezone.now())
    target = reverse("result", args=[attempt.key])
    kept = _("The time was over, so this answer was not taken. What had been saved before was kept and marked.")
    over = _("This attempt was already submitted, so this answer was not taken. What had been saved was kept.")
    message = kept if saved.outcome is Outcome.OVERDUE else over
    # Shown by the result page, where the script goes as well.
    messages.warning(request, message)
    if BACKGROUND in request.headers:
        return JsonResponse({"outcome": saved.outcome.value, "next": target}, status=410)
    return redirect(target)


def _switch_language(request: HttpRequest, posted: QueryDict, item: AttemptItem) -> HttpResponse:
    """The language buttons of a question page belong to its form, so that nothing chosen is lost."""
    response = redirect("question", item.attempt.key, item.position)
    switch_language(response, request.user, str(posted["language"]))
    return response


def _go(request: HttpRequest, items: list[AttemptItem], position: int, target: str) -> HttpResponse:
    """To the next page that was asked for: a number, or the finish page."""
    key = items[0].attempt.key
    if target == "finish" or (target == "next" and position == len(items)):
        url = reverse("finish", args=[key])
        if BACKGROUND in request.headers:
            return JsonResponse({"outcome": "saved", "next": url})
        return redirect(url)
    wanted = {"next": position + 1, "previous": position - 1}.get(target, count(target))
    wanted = wanted if 1 <= wanted <= len(items) else position
    if BACKGROUND in request.headers:
        return _show(request, question_page(items, wanted))
    return redirect("question", key, wanted)


@login_not_required
@require_GET
@never_cache
def finish(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is answered, open and flagged, and the button that submits."""
    items = _items(request, key)
    attempt = items[0].attempt
    if attempt.submitted_at or actions.expire(attempt, timezone.now()).submitted_at:
        return redirect("result", key)
    listed = places(items)
    context: dict[str, Any] = {
        "attempt": attempt,
        "title": title_of(attempt),
        "places": listed,
        "open": [place for place in listed if place.state != "answered"],
        "flagged": [place for place in listed if place.flagged],
    }
    return render(request, "assessment/delivery/finish.html", context)


@login_not_required
@require_POST
def submit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Submit, once; a second press leads to the same result."""
    items = _items(request, key)
    actions.submit(items[0].attempt.key, timezone.now())
    return redirect("result", key)


@login_not_required
@require_GET
@never_cache
def result(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the score means, and every question with both answers."""
    attempt = Attempt.objects.filter(key=key).select_related("quiz").first()
    if attempt is None or not _visitor(request).owns(attempt):
        raise Http404
    attempt = actions.expire(attempt, timezone.now())
    if not attempt.submitted_at:
        return redirect("question", key, 1)
    outcome, title = with_forms(request, result_of(attempt, timezone.now())), title_of(attempt)
    show = request.GET.get("show", "all")
    context = {
        "result": outcome,
        "title": title,
        "show": show if show in outcome.counts else "all",
        "shown": outcome.filtered(show),
        "bookmarks": _bookmarks(request, outcome),
    }
    if attempt.is_practice:
        context["sentence"] = practice_sentence(outcome)
        return render(request, "assessment/delivery/practice_result.html", context)
    said = sentence(outcome, title)
    context |= {
        "advice": _advice(request, attempt.quiz),
        "sentence": said,
        "interval_words": interval_words(outcome.band),
        "scale": scale_view(outcome.ability, attempt.cuts, said),
        "competency_rows": [competency_row(row) for row in outcome.competencies],
    }
    return render(request, "assessment/delivery/result.html", context)


def _bookmarks(request: HttpRequest, outcome: Result) -> set[int] | None:
    """The reader's bookmarks among the questions of a result; None for a visitor, who has no notebook."""
    if request.user.pk is None:
        return None
    return bookmarked(request.user.pk, (item.version.question_id for item in outcome.items))


@require_GET
@never_cache
def attempts(request: HttpRequest) -> HttpResponse:
    """The reader's own attempts, with the change since the time before."""
    user_id = user_id_of(request)
    now = timezone.now()
    actions.expire_overdue(user_id, now)
    rows = [(title_of(a), a, change, a.tells_score(now)) for a, change in with_changes(queries.attempts_of(user_id))]
    return render(request, "assessment/delivery/attempts.html", {"rows": rows})
