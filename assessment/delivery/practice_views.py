"""The page on which somebody chooses what to practise."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessment.bank.queries import competencies
from assessment.bank.question_types.registry import QUESTION_TYPES
from assessment.delivery import actions
from assessment.delivery import practice as practising
from assessment.delivery.models import Quiz
from assessment.delivery.queries import open_attempt
from assessment.delivery.selection import ANY, ONLY, UNSEEN, WRONG, Known, Wish, draw, fitting, sizes
from assessment.delivery.wording import level_name
from assessment.lib.bilingual import localised
from assessment.lib.posted import count
from assessment.lib.signed_in import user_id_of
from assessment.values import LEVELS

Choice = tuple[str, str, int]


@require_http_methods(["GET", "POST"])
@never_cache
def practice(request: HttpRequest) -> HttpResponse:
    """Choose what to practise and see how many questions fit; start with so many of them."""
    user_id, now = user_id_of(request), timezone.now()
    actions.expire_overdue(user_id, now)
    given = request.POST if request.method == "POST" else request.GET
    everything = practising.known_questions(user_id, now)
    wish = _wish(given, everything)
    fit = fitting(everything, wish)
    if request.method == "POST":
        return _start(request, user_id, fit)
    context = {
        "wish": wish,
        "everything": len(everything),
        "fit": len(fit),
        "sizes": sizes(len(fit)),
        "choices": _choices(everything, wish),
        "only": _only(everything, wish),
        "running": open_attempt(user_id, Quiz.NOTEBOOK),
        # The same page pressed twice asks the same questions, so that it starts one practice.
        "seed": secrets.randbits(29),
    }
    return render(request, "assessment/delivery/practice.html", context)


def _wish(given: Mapping[str, Any], everything: list[Known]) -> Wish:
    """The wish in a query or a form; what no question has ever had is no wish."""
    competency, level, kind, only = (str(given.get(name, "")) for name in ("competency", "level", "type", "only"))
    return Wish(
        competency if any(question.competency == competency for question in everything) else "",
        level if level in LEVELS else "",
        kind if any(kind == entry.CODE for entry in QUESTION_TYPES) else "",
        only if only in ONLY else ANY,
    )


def _choices(everything: list[Known], wish: Wish) -> list[tuple[str, str, str, list[Choice]]]:
    """The three lists to choose from: name of the field, its label, what is chosen, and the entries.

    Beside each entry stands how many questions would fit if it were chosen and the rest stayed.
    """
    of = {row.code: row.name for row in competencies()}
    kinds = {entry.CODE: localised(entry.NAME) for entry in QUESTION_TYPES}
    codes = sorted({question.competency for question in everything})
    used = [kind for kind in kinds if any(kind in question.kinds for question in everything)]
    return [
        ("competency", _("Competency"), wish.competency,
         [(code, of[code], len(fitting(everything, replace(wish, competency=code)))) for code in codes]),
        ("level", _("Level"), wish.level,
         [(level, level_name(level), len(fitting(everything, replace(wish, level=level)))) for level in LEVELS]),
        ("type", _("Type of question"), wish.kind,
         [(kind, kinds[kind], len(fitting(everything, replace(wish, kind=kind)))) for kind in used]),
    ]  # fmt: skip


def _only(everything: list[Known], wish: Wish) -> list[Choice]:
    names = {ANY: _("all questions"), UNSEEN: _("only those I have never met"), WRONG: _("only those I last got wrong")}
    return [(only, names[only], len(fitting(everything, replace(wish, only=only)))) for only in ONLY]


def _start(request: HttpRequest, user_id: int, fit: list[Known]) -> HttpResponse:
    """Start a practice of so many of the questions that fit as was pressed."""
    size = min(max(count(request.POST.get("size", "")), 1), 20)
    chosen = draw(fit, size, Random(f"practice:{user_id}:{count(request.POST.get('seed', ''))}"))
    earlier = open_attempt(user_id, Quiz.NOTEBOOK)
    try:
        attempt = practising.start(user_id, chosen, timezone.now())
    except actions.NothingToAsk:
        messages.warning(request, _("No question fits this choice at the moment."))
        return redirect("practice")
    if earlier and earlier.key != attempt.key:
        messages.info(request, _("Your earlier practice was submitted with the answers it had; it is in My results."))
    return redirect("question", attempt.key, 1)
