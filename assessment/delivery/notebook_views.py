"""The pages of the notebook. No rules here: they read queries, call actions and choose what to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from assessment.bank.queries import competencies, question_ids
from assessment.delivery import actions, notes, practice
from assessment.delivery import notebook as reading
from assessment.delivery.mistakes import TO_DO
from assessment.delivery.models import Quiz
from assessment.delivery.notebook import Entry
from assessment.delivery.queries import open_attempt
from assessment.delivery.results import ItemResult, reviewed_by_id
from assessment.lib.posted import lines
from assessment.lib.signed_in import user_id_of

PAGE_SIZE = 20
ACTIONS: dict[str, Callable[[int, int, datetime], None]] = {
    "bookmark": notes.bookmark,
    "unbookmark": notes.unbookmark,
    "understood": notes.mark_understood,
    "not-understood": notes.mark_not_understood,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the page shows it, and where to go on when it was marked: ``after_note``, ``after_bookmark``.

    That is the entry itself, unfolded; or its neighbour, where the entry leaves the list by being marked.
    """

    entry: Entry
    item: ItemResult
    competency: str
    after_note: str
    after_bookmark: str


def _filters(given: Mapping[str, Any]) -> tuple[str, str]:
    """The two filters in a query or a form: which entries, and of which competency."""
    show = str(given.get("show", ""))
    return (show if show in reading.SHOWS else TO_DO), str(given.get("competency", ""))


@require_GET
@never_cache
def notebook(request: HttpRequest) -> HttpResponse:
    """One's own mistakes and bookmarks, twenty a page."""
    user_id = user_id_of(request)
    actions.expire_overdue(user_id, timezone.now())
    everything = reading.entries(user_id)
    show, competency = _filters(request.GET)
    names = {row.code: row.name for row in competencies()}
    shown = reading.filtered(everything, show, competency)
    page = Paginator(reading.reading_order(shown), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "everything": everything,
        "show": show,
        "counts": reading.counts(everything, competency),
        "competency": competency,
        "competencies": _competencies(everything, show, names),
        "page": page,
        "rows": _rows(request, list(page), show, names),
        "choice": reading.choose(shown),
        "running": open_attempt(user_id, Quiz.NOTEBOOK),
        "opened": request.GET.get("open", ""),
    }
    return render(request, "assessment/delivery/notebook.html", context)


def _competencies(everything: Sequence[Entry], show: str, names: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Code, name and number of entries of every competency that the notebook knows."""
    codes = sorted({entry.competency for entry in everything})
    return [(code, names[code], len(reading.filtered(everything, show, code))) for code in codes]


def _rows(request: HttpRequest, entries: Sequence[Entry], show: str, names: Mapping[str, str]) -> list[Row]:
    items = reviewed_by_id(entry.item_id for entry in entries)
    slugs = [entry.slug for entry in entries]
    rows = []
    for place, entry in enumerate(entries):
        stay = _address(request, f"q-{entry.slug}", entry.slug)
        near = [*slugs[place + 1 :], *slugs[:place][-1:]]
        leave = _address(request, f"q-{near[0]}" if near else "questions")
        of_bookmarks = show == reading.BOOKMARKED
        row = Row(
            entry,
            items[entry.item_id],
            names[entry.competency],
            after_note=stay if of_bookmarks else leave,
            after_bookmark=leave if of_bookmarks else stay,
        )
        rows.append(row)
    return rows


def _address(request: HttpRequest, anchor: str, opened: str = "") -> str:
    """The address of the page at `anchor`, with one entry unfolded."""
    query = request.GET.copy()
    query.pop("open", None)
    if opened:
        query["open"] = opened
    return f"{request.path}?{query.urlencode()}#{anchor}"


@require_POST
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Bookmark a question or note that it is understood, or take that back; then back to where it was pressed."""
    act = ACTIONS.get(request.POST.get("do", ""))
    question_id = question_ids([slug]).get(slug)
    if act is None or question_id is None:
        raise Http404
    try:
        act(user_id_of(request), question_id, timezone.now())
    except notes.NotInNotebook as error:
        raise Http404 from error
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else reverse("notebook"))


@require_POST
def practise(request: HttpRequest) -> HttpResponse:
    """Start a practice: of one question, or of what the filters of the notebook show."""
    user_id, now = user_id_of(request), timezone.now()
    actions.expire_overdue(user_id, now)
    choice = reading.choose(_chosen(request, user_id))
    earlier = open_attempt(user_id, Quiz.NOTEBOOK)
    try:
        attempt = practice.start(user_id, choice.question_ids, now)
    except actions.NothingToAsk:
        messages.warning(request, _("There is nothing to practise here: no question of these is asked at the moment."))
        return redirect("notebook")
    if earlier and earlier.key != attempt.key:
        messages.info(request, _("Your earlier practice was submitted with the answers it had; it is in My results."))
    if choice.left_out:
        words = ngettext(
            "%(count)d question is not asked any more and was left out.",
            "%(count)d questions are not asked any more and were left out.",
            choice.left_out,
        )
        messages.info(request, words % {"count": choice.left_out})
    return redirect("question", attempt.key, 1)


def _chosen(request: HttpRequest, user_id: int) -> list[Entry]:
    """The entries that a practice was asked of."""
    slug = lines(request.POST.get("question", ""))
    if not slug:
        return reading.filtered(reading.entries(user_id), *_filters(request.POST))
    entry = reading.entry_of(user_id, question_ids([slug]).get(slug, 0))
    if entry is None:
        raise Http404
    return [entry]
