"""The pages of cohorts: those one leads, those one belongs to, the link that invites."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessment.accounts import cohort_actions as actions
from assessment.accounts import queries
from assessment.accounts.forms import CohortForm
from assessment.accounts.models import Cohort
from assessment.lib.signed_in import user_id_of

get_or_post = require_http_methods(["GET", "POST"])


def _led(request: HttpRequest, key: UUID) -> Cohort:
    """The cohort called `key`, if the reader leads it; anybody else's does not exist for them."""
    cohort = queries.led_cohort(request.user, key)
    if cohort is None:
        raise Http404
    return cohort


@get_or_post
@never_cache
def cohorts(request: HttpRequest) -> HttpResponse:
    """The cohorts that the reader leads and belongs to; makes a new one."""
    may_make = request.user.has_perm(queries.MAKE)
    form = CohortForm(request.POST or None)
    if request.method == "POST":
        if not may_make:
            raise PermissionDenied
        if form.is_valid():
            made = actions.create_cohort(user_id_of(request), form.cleaned_data["name"], timezone.now())
            return redirect("cohort", made.key)
    context = {
        "led": queries.led_by(request.user),
        "joined": queries.joined_by(user_id_of(request)),
        "may_make": may_make,
        "form": form,
    }
    return render(request, "assessment/accounts/cohorts.html", context)


@get_or_post
@never_cache
def cohort(request: HttpRequest, key: UUID) -> HttpResponse:
    """One cohort for its lead: how many belong to it, who may join, its name."""
    found = _led(request, key)
    form = CohortForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_cohort(found, form.cleaned_data["name"])
        messages.success(request, _("The cohort has its new name."))
        return redirect("cohort", key)
    return _page(request, found, form)


def _page(request: HttpRequest, found: Cohort, form: CohortForm, link: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "cohort": found,
        "size": found.size,  # type: ignore[attr-defined]  # annotated by the query
        "invitations": queries.open_invitations(found, timezone.now()),
        "form": form,
        "link": link,
        "days": settings.COHORT_INVITATION_DAYS,
    }
    return render(request, "assessment/accounts/cohort.html", context)


@get_or_post
@never_cache
def invite(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make a link and show it, this once: only its hash is stored, so it can never be shown again."""
    found = _led(request, key)
    if request.method != "POST":
        return redirect("cohort", key)
    link = request.build_absolute_uri(reverse("join_cohort", args=[actions.invite(found, timezone.now())]))
    return _page(request, found, CohortForm(initial={"name": found.name}), link)


@get_or_post
def revoke(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """Close a link. Whoever has joined by it stays."""
    found = _led(request, key)
    if request.method == "POST":
        if not actions.revoke(found, number, timezone.now()):
            raise Http404
        messages.success(request, _("The link is closed. Whoever has joined by it stays a member."))
    return redirect("cohort", key)


@get_or_post
@never_cache
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask, then delete the cohort."""
    found = _led(request, key)
    if request.method == "POST":
        actions.delete_cohort(found)
        messages.success(request, _("The cohort is deleted. Its members keep their accounts and their results."))
        return redirect("cohorts")
    return render(request, "assessment/accounts/delete_cohort.html", {"cohort": found, "size": found.size})  # type: ignore[attr-defined]


@get_or_post
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, and exactly what they will see; the button joins."""
    if request.method == "POST":
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="cohort_join", user=request.user)
        return limited or _joined(request, token)
    invited = queries.invited_by(token, timezone.now())
    if invited is None or not invited.open:
        return _closed(request, invited)
    member = queries.membership(user_id_of(request), invited.cohort.key)
    context = {"invited": invited, "cohort": invited.cohort, "member": member}
    return render(request, "assessment/accounts/join_cohort.html", context)


def _joined(request: HttpRequest, token: str) -> HttpResponse:
    try:
        joined = actions.join(user_id_of(request), token, timezone.now())
    except actions.LinkClosed:
        return _closed(request, queries.invited_by(token, timezone.now()))
    messages.success(request, _("You belong to “%(name)s” now. You can leave at any time.") % {"name": joined.name})
    return redirect("report_of", "shared", joined.key)


def _closed(request: HttpRequest, invited: queries.Invited | None) -> HttpResponse:
    """A link that opens nothing, and why: 404 where there never was one, else 410."""
    status = 404 if invited is None else 410
    return render(request, "assessment/accounts/closed_link.html", {"invited": invited}, status=status)


@get_or_post
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """Leave a cohort that one belongs to; any other does not exist."""
    joined = queries.membership(user_id_of(request), key)
    if joined is None:
        raise Http404
    if request.method == "POST":
        actions.leave(user_id_of(request), joined.cohort)
        messages.success(request, _("You have left “%(name)s”.") % {"name": joined.cohort.name})
    return redirect("cohorts")
