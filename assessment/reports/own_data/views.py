"""The pages on which somebody takes their data away, or deletes their account."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessment.accounts.actions import LastAdministrator
from assessment.lib.signed_in import user_id_of
from assessment.reports.own_data.archive import archive_of
from assessment.reports.own_data.deletion import amounts_of, delete_account, obstacle_to_deletion
from assessment.reports.own_data.forms import DeleteAccountForm

# What the page after a deletion says is kept in the new session of what is a visitor by then.
_DONE = "deleted_account"


@require_http_methods(["GET", "POST"])
@never_cache
def export(request: HttpRequest) -> HttpResponseBase:
    """What the archive holds; a POST gives it."""
    user_id = user_id_of(request)
    if request.method == "GET":
        return render(request, "assessment/reports/own_data/export.html", {"amounts": amounts_of(user_id)})
    limited = ratelimit.consume_or_429(request, action="export", user=request.user)
    if limited:
        return cast(HttpResponse, limited)
    now = timezone.now()
    name = f"plumbline-{now:%Y-%m-%d}.zip"
    return FileResponse(archive_of(user_id, now), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "POST"])
@never_cache
def delete(request: HttpRequest) -> HttpResponse:
    """What goes and what remains; a POST with the address, and the password a moment ago, deletes the account."""
    user_id = user_id_of(request)
    form = DeleteAccountForm(request.POST or None, email=request.user.email)  # type: ignore[union-attr]
    obstacle = obstacle_to_deletion([user_id])
    if request.method == "POST" and not obstacle and form.is_valid():
        return cast(HttpResponse, _carry_out(request))
    context = {"form": form, "amounts": amounts_of(user_id), "obstacle": obstacle}
    return render(request, "assessment/reports/own_data/delete.html", context)


@reauthentication_required  # type: ignore[untyped-decorator]
def _carry_out(request: HttpRequest) -> HttpResponse:
    """Delete and sign out. Where the password was not just given, allauth asks for it and comes back here."""
    language = translation.get_language()
    try:
        amounts = delete_account(user_id_of(request))
    except LastAdministrator:
        # The other administrator left a moment ago; the page says why it cannot be.
        return redirect("account_delete")
    logout(request)
    request.session[_DONE] = {"language": language, "amounts": dict(amounts)}
    return redirect("account_deleted")


@login_not_required
@require_GET
@never_cache
def deleted(request: HttpRequest) -> HttpResponse:
    """What was done, said once: reloading the page leads to the start."""
    done = request.session.pop(_DONE, None)
    if done is None:
        return redirect("home")
    with translation.override(done["language"]):
        return render(request, "assessment/reports/own_data/deleted.html", {"amounts": done["amounts"]})
