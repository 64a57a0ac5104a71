"""Whether what was published is still what was published."""

from collections.abc import Iterator

from assessment.bank.content import content_hash
from assessment.bank.models import QuestionVersion
from assessment.bank.specs import load_specs

_CHUNK = 200


def changed_versions(limit: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Chunk by chunk of the published versions, oldest first: how many were read, and what differs in words.

    At most `limit` versions. The hash of the content is computed anew and compared with the one stored.
    """
    ids = QuestionVersion.objects.filter(publication__isnull=False).order_by("pk").values_list("pk", flat=True)
    wanted = list(ids if limit is None else ids[:limit])
    for start in range(0, len(wanted), _CHUNK):
        rows = QuestionVersion.objects.filter(pk__in=wanted[start : start + _CHUNK]).order_by("pk")
        versions = list(rows.select_related("skill", "question"))
        specs = load_specs(versions)
        yield len(versions), [found for row in versions for found in _judged(row, content_hash(specs[row.pk]))]


def _judged(version: QuestionVersion, computed: str) -> list[str]:
    if version.content_hash == computed:
        return []
    name = f"{version.question.slug} version {version.number}"
    return [f"{name}: the content has the hash {computed[:12]}…, published was {version.content_hash[:12]}…"]
