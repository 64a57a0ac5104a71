"""Inviting a second person, and what that person sees: the chosen statements and nothing else."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessment.checklists import queries, verification
from assessment.checklists.models import Checklist, Verification, VerificationInvite
from assessment.checklists.presentation import Row, row_view
from assessment.checklists.views import closed_context, own_review
from assessment.lib.posted import lines
from assessment.lib.signed_in import user_id_of

_ROOM = "assessment/checklists"


@require_POST
@never_cache
def invite(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make a link for the chosen statements. It is shown in the answer to this request and nowhere again."""
    review = own_review(request, key)
    # What somebody says of themselves is nobody else's to confirm.
    if review.closed_at is None or review.checklist.kind != Checklist.MATURITY:
        raise Http404
    chosen = [lines(code) for code in request.POST.getlist("statement")]
    try:
        _made, token = verification.invite(review, chosen, timezone.now())
    except verification.NothingChosen:
        messages.warning(request, _("Choose at least one answered statement for the second person."))
        return redirect(f"{reverse('review', args=[key])}#verification")
    link = request.build_absolute_uri(reverse("verify", args=[token]))
    return render(request, f"{_ROOM}/closed.html", {**closed_context(review), "link": link})


@require_POST
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a link."""
    made = queries.invite_of(request.user.pk, key)
    if made is None:
        raise Http404
    verification.revoke(made, timezone.now())
    messages.success(request, _("The link was revoked: nobody can open it any more."))
    return redirect(f"{reverse('review', args=[made.review.key])}#verification")


@require_http_methods(["GET", "POST"])
@never_cache
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What a link leads to: who asks and for what, and the button that accepts."""
    made, now = verification.find(token), timezone.now()
    if made is None:
        return _not_valid(request)
    owner = made.review.owner_id == request.user.pk
    if made.accepted_by_id == request.user.pk and made.revoked_at is None:
        return redirect("verification", made.key)
    if not verification.is_open(made, now):
        return _not_valid(request)
    if request.method == "POST" and not owner:
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="verification_accept")
        if limited:
            return limited
        if not verification.accept(made, user_id_of(request), now):
            return _not_valid(request)
        return redirect("verification", made.key)
    context = {"invite": made, "owner": owner, "count": made.verifications.count()}
    return render(request, f"{_ROOM}/accept.html", context, status=403 if request.method == "POST" else 200)


def _not_valid(request: HttpRequest) -> HttpResponse:
    """One page for every link that opens nothing, so that none tells more than another."""
    return render(request, f"{_ROOM}/not_valid.html", status=404)


@require_http_methods(["GET", "POST"])
@never_cache
def verification_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The chosen statements, for the account that accepted; saves what it says of them."""
    made = queries.accepted_invite(request.user.pk, key)
    if made is None:
        raise Http404
    if request.method == "POST":
        said = {row.pk: _said(request, row) for row in queries.chosen(made)}
        if verification.decide(made, said, timezone.now()):
            messages.success(request, _("Saved. The person who asked sees what you said."))
        return redirect("verification", made.key)
    context = {"invite": made, "rows": _rows(made)}
    return render(request, f"{_ROOM}/verification.html", context)


def _said(request: HttpRequest, row: Verification) -> tuple[str, str]:
    posted = request.POST
    verdict = posted.get(f"{row.pk}-verdict", row.verdict)
    return verdict, lines(posted.get(f"{row.pk}-comment", row.comment))


def _rows(made: VerificationInvite) -> list[tuple[Verification, Row]]:
    assert made.review.closed_at is not None
    found = []
    for row in queries.chosen(made):
        row.answer.review = made.review
        found.append((row, row_view(row.answer, made.review.closed_at.date())))
    return found
