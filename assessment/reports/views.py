"""One view for every report: its page, its tables as CSV, all of it as JSON."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessment.accounts.queries import led_cohort
from assessment.reports.actions import Taken, take_snapshot
from assessment.reports.catalog.registry import report_called
from assessment.reports.cohort_wording import taken_words
from assessment.reports.declarations import Page, Reader
from assessment.reports.files import page_as_json, table_as_csv


@require_GET
@never_cache
def report(request: HttpRequest, slug: str, key: UUID | None = None) -> HttpResponse:
    """The report called `slug`, of the thing called `key` where it is about one.

    ``?format=csv&table=…`` and ``?format=json`` give it as files.
    """
    wanted = report_called(slug)
    if wanted is None or wanted.keyed != (key is not None):
        raise Http404
    reader = Reader(request.user, timezone.now())
    page = wanted.build(reader, key)
    if page is None:
        raise Http404
    kind = request.GET.get("format", "")
    if kind:
        return _file(kind, slug, page, reader, request.GET.get("table", ""))
    return render(
        request, wanted.template, {"page": page, "report": wanted, "key": key, "now": reader.now, **page.context}
    )


def _file(kind: str, slug: str, page: Page, reader: Reader, table_name: str) -> HttpResponse:
    table = page.table(table_name)
    if kind == "json":
        content, media, name = page_as_json(slug, page, reader.now), "application/json", slug
    elif kind == "csv" and table is not None:
        content, media, name = table_as_csv(table), "text/csv; charset=utf-8", f"{slug}-{table.name}"
    else:
        raise Http404
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="plumbline-{name}-{reader.now:%Y-%m-%d}.{kind}"'
    return response


@require_http_methods(["GET", "POST"])
def update_figures(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take new figures of a cohort that the reader leads, and show them or say why there are none."""
    cohort = led_cohort(request.user, key)
    if cohort is None:
        raise Http404
    if request.method == "POST":
        taken = take_snapshot(cohort, timezone.now())
        tell = messages.success if taken is Taken.STORED else messages.info
        tell(request, taken_words(taken))
    return redirect("report_of", "cohort", key)
