"""The account pages that are ours: the account itself, and switching the language."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from assessment.accounts.actions import remember_language
from assessment.accounts.models import User


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """The address of the signed-in person, and the ways to change what can be changed."""
    return render(request, "assessment/accounts/account.html")


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Set the language cookie, and remember the choice of a signed-in person."""
    if isinstance(request.user, User):
        remember_language(request.user, request.POST.get("language", ""))
    return django_set_language(request)
