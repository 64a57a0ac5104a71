"""Finding questions in the admin."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.bank import actions
from assessment.bank.models import Competency
from assessment.values import LEVELS
from tests.admin.questions import CHINESE, TYPES, contents, each_type, listed, one_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]


# --- finding -------------------------------------------------------------------------------------


@each_type
def test_search_finds_words_of_either_language(author: Client, kind: str) -> None:
    question = one_of(kind)
    spec = contents()[question.slug]
    part = spec.parts[0]
    for words in (
        part.stem.en[:40],
        part.stem.zh_hans[:10],
        part.options[-1].text.en,
        part.options[-1].text.zh_hans,
        spec.explanation.en[:30],
        spec.explanation.zh_hans[:8],
        question.slug,
    ):
        assert question.slug in listed(author, q=words), words
    assert len(listed(author, q=part.stem.zh_hans[:16])) < len(contents())


def test_search_that_fits_nothing_finds_nothing(author: Client) -> None:
    assert listed(author, q="zzqqzz") == set()
    assert listed(author, q="不存在的词语") == set()


def test_search_lists_a_question_once(author: Client) -> None:
    response = author.get(reverse("admin:assessment_question_changelist"), {"q": "的"})
    slugs = [question.slug for question in response.context["cl"].queryset]
    assert len(slugs) == len(set(slugs)) > 1


def test_filters_agree_with_the_content(author: Client) -> None:
    specs = contents()
    for kind in TYPES:
        assert listed(author, type=kind) == {s for s, spec in specs.items() if spec.parts[0].type == kind}
    for level in LEVELS:
        assert listed(author, level=level) == {s for s, spec in specs.items() if spec.level == level}
    for cognitive in "RAE":
        assert listed(author, cognitive=cognitive) == {s for s, spec in specs.items() if spec.cognitive == cognitive}
    for competency in Competency.objects.all():
        found = listed(author, competency__id__exact=competency.pk)
        assert found == set(competency.questions.values_list("slug", flat=True))


def test_filters_by_status_and_combine(author: Client) -> None:
    question = one_of("numeric")
    actions.retire(question)
    assert listed(author, status__exact="retired") == {question.slug}
    assert listed(author, status__exact="retired", type="single_choice") == set()
    assert listed(author, status__exact="retired", type="numeric", q=question.slug) == {question.slug}
    assert question.slug not in listed(author, status__exact="published")


def test_filters_go_by_the_draft_where_there_is_one(author: Client) -> None:
    question = one_of("single_choice")
    spec = contents()[question.slug]
    other = next(level for level in LEVELS if level != spec.level)
    actions.save_draft(question, replace(spec, level=other))
    assert question.slug in listed(author, level=other)
    assert question.slug not in listed(author, level=spec.level)


@pytest.mark.parametrize("query", [{"type": "no-such-type"}, {"level": "'"}, {"q": "'\"%_\\"}, {"o": "1.2.-3"}])
def test_odd_queries_do_no_harm(author: Client, query: dict[str, str]) -> None:
    listed(author, **query)


def test_the_list_shows_the_stem_in_the_readers_language(author: Client) -> None:
    question = one_of("single_choice")
    stem = contents()[question.slug].parts[0].stem
    address = reverse("admin:assessment_question_changelist")
    english, chinese = author.get(address), author.get(address, headers=CHINESE)
    assert stem.en[:60] in text_of(english)
    assert stem.zh_hans[:20] in text_of(chinese)
    assert stem.zh_hans[:20] not in text_of(english)


def test_the_list_takes_the_same_few_queries_however_long_it_is(author: Client) -> None:
    address = reverse("admin:assessment_question_changelist")
    author.get(address)  # permissions and content types are read once

    def count(**query: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert author.get(address, query).status_code == 200
        return len(captured)

    everything = count()
    assert everything <= 9
    assert count(type="numeric") <= everything
    assert count(q="the") <= everything + 1
