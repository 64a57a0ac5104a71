"""Pages about what is shipped, in the admin."""

from itertools import groupby

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment.exchange.queries import lecture_coverage
from assessment.exchange.seeds.coverage import totals

MAY_SEE = "assessment.view_question"


def coverage_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Claims of the lecture by section, each with its questions in this database, or why it has none."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    claims, questions = lecture_coverage()
    context = {
        **site.each_context(request),
        "title": _("Coverage of the lecture"),
        "totals": totals(claims),
        "sections": [(title, list(rows)) for title, rows in groupby(claims, key=lambda claim: claim.section)],
        "questions": questions,
    }
    return render(request, "admin/assessment/coverage.html", context)
