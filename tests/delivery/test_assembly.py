"""Forms keep the blueprint's rules for every seed, and there is always a form."""

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.delivery.assembly import (
    Candidate,
    Form,
    Plan,
    Section,
    assemble,
    balanced_keys,
    read_plan,
    rules_kept,
)
from assessment.values import Draw, OptionSpec, PartSpec, Text

KINDS = ("single_choice", "multiple_response", "numeric", "ordering", "matching", "testlet")
search = settings(max_examples=150, deadline=None)


def bank(competencies: int = 3, per_level: int = 7) -> list[Candidate]:
    """A bank in which every rule can be kept: a true and a false statement, a pair of enemies in each competency."""
    found: list[Candidate] = []
    for c in range(1, competencies + 1):
        for level in "RAE":
            for n in range(per_level):
                number = len(found)
                verdict = {("R", 0): (True,), ("E", 0): (False,)}.get((level, n), ())
                found.append(
                    Candidate(
                        number, f"C{c:02}", level,
                        "true_false_reason" if verdict else KINDS[n % len(KINDS)],
                        claims=frozenset({f"L{c}-{n}"}),
                        enemies=frozenset({number - 1}) if n == 2 else frozenset(),
                        attributed=n == 3,
                        verdicts=verdict,
                    )
                )  # fmt: skip
    return found


COMPETENCY = Plan(
    (Section("C01", {"R": 4, "A": 5, "E": 3}, {"numeric": 1}, {"testlet": 1}),), {}, frozenset({"open_answer"})
)
PLACEMENT = Plan(
    tuple(Section(f"C{c:02}", {"R": 1, "A": 1, "E": 1}) for c in range(1, 13)),
    {"testlet": 4},
    frozenset({"open_answer"}),
)


def chosen(form: Form, candidates: list[Candidate]) -> list[Candidate]:
    by_id = {c.question_id: c for c in candidates}
    return [by_id[question] for question in form.questions]


@pytest.mark.parametrize(("plan", "size"), [(COMPETENCY, 1), (PLACEMENT, 12)], ids=["competency", "placement"])
def test_every_rule_is_kept_for_a_thousand_seeds(plan: Plan, size: int) -> None:
    candidates = bank(size)
    for seed in range(1000 if size == 1 else 300):
        form = assemble(plan, candidates, Random(seed))
        items = chosen(form, candidates)
        assert form.relaxed == ()
        assert all(kept for _rule, kept in rules_kept(plan, items, candidates))
        assert len(set(form.questions)) == plan.size
        assert not any(a.question_id in b.enemies for a in items for b in items)


@search
@given(st.integers(0, 10**9))
def test_the_same_seed_gives_the_same_form_however_the_bank_is_listed(seed: int) -> None:
    candidates = bank()
    turned = list(reversed(candidates))
    assert assemble(COMPETENCY, candidates, Random(seed)) == assemble(COMPETENCY, turned, Random(seed))


def test_forms_differ_and_every_question_gets_its_turn() -> None:
    candidates = bank(1)
    asked = Counter(q for seed in range(400) for q in assemble(COMPETENCY, candidates, Random(seed)).questions)
    assert set(asked) == {c.question_id for c in candidates}


@search
@given(st.integers(0, 10**9), st.sets(st.integers(0, 20)))
def test_a_retake_is_at_least_half_new_where_the_bank_allows(seed: int, seen: set[int]) -> None:
    candidates = [
        Candidate(c.question_id, c.competency, c.cognitive, "single_choice", seen=c.question_id in seen)
        for c in bank(1)
    ]
    plan = Plan((Section("C01", {"R": 3, "A": 3, "E": 2}),))
    form = assemble(plan, candidates, Random(seed))
    unseen = sum(not c.seen for c in chosen(form, candidates))
    # As many as could be new: each level offers what it has.
    fresh = Counter(c.cognitive for c in candidates if not c.seen)
    reachable = sum(min(count, fresh[level]) for level, count in plan.sections[0].counts.items())
    assert unseen >= min(4, reachable)


banks = st.lists(
    st.builds(
        Candidate,
        st.integers(0, 60), st.sampled_from(["C01", "C02"]), st.sampled_from("RAE"),
        st.sampled_from([*KINDS, "open_answer"]), st.frozensets(st.sampled_from(["L1", "L2", "L3"]), max_size=2),
        st.frozensets(st.integers(0, 60), max_size=3), st.booleans(),
        st.lists(st.booleans(), max_size=2).map(tuple), st.booleans(),
    ),
    max_size=40,
    unique_by=lambda c: c.question_id,
)  # fmt: skip


@search
@given(banks, st.integers(0, 10**6))
def test_whatever_the_bank_there_is_a_form_without_enemies_or_repeats(candidates: list[Candidate], seed: int) -> None:
    form = assemble(COMPETENCY, candidates, Random(seed))
    items = chosen(form, candidates)
    assert bool(items) == any(c.competency == "C01" and c.kind != "open_answer" for c in candidates)
    assert len(items) <= COMPETENCY.size
    assert len(set(form.questions)) == len(items)
    assert not any(a.question_id in b.enemies for a in items for b in items if a is not b)
    pool = [c for c in candidates if c.kind not in COMPETENCY.without]
    for rule, kept in rules_kept(COMPETENCY, items, pool):
        assert kept is (rule not in form.relaxed) or not items


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"verdicts": (True,)}, "verdicts"),
        ({"kind": "single_choice"}, "kinds"),
        ({"attributed": True}, "attributed"),
        ({"claims": frozenset({"L1"})}, "claims"),
        ({"cognitive": "R"}, "levels"),
    ],
)
def test_the_rule_that_cannot_be_kept_is_named(change: dict[str, Any], rule: str) -> None:
    from dataclasses import replace

    candidates = [replace(c, **change) for c in bank(1)]
    form = assemble(COMPETENCY, candidates, Random(1))
    assert len(form.questions) == 12
    assert rule in form.relaxed
    # And none that the form keeps after all.
    kept = dict(rules_kept(COMPETENCY, chosen(form, candidates), candidates))
    assert not [name for name in form.relaxed if kept.get(name)]


def test_a_bank_that_is_too_small_gives_a_shorter_form() -> None:
    form = assemble(COMPETENCY, bank(1, per_level=1), Random(1))
    assert (len(form.questions), form.relaxed[-1]) == (3, "length")


# --- plans as they are stored ---------------------------------------------------------------------

DOMAINS = {"C01": "D1", "C02": "D1", "C03": "D2"}


@pytest.mark.parametrize(
    ("name", "codes"), [("*", ["C01", "C02", "C03"]), ("D1", ["C01", "C02"]), ("C03", ["C03"]), ("C09", ["C09"])]
)
def test_a_section_stands_for_one_competency_for_a_domain_or_for_all(name: str, codes: list[str]) -> None:
    plan = read_plan({"sections": [{"competency": name, "R": 1, "E": 2}], "at_most": {"testlet": 4}}, DOMAINS)
    assert [section.competency for section in plan.sections] == codes
    assert plan.size == 3 * len(codes)


@pytest.mark.parametrize(
    "stored",
    [
        {}, {"sections": []}, {"sections": [{}]}, {"sections": [{"competency": "C01"}]}, {"sections": "C01"},
        {"sections": [{"competency": "C01", "R": "many"}]}, {"sections": [{"competency": "C01", "R": -1}]},
        {"sections": [{"competency": "C01", "R": 1, "at_least": 3}]},
        {"sections": [{"competency": "C01", "R": 1}], "without": 5},
        {"sections": [{"competency": "C01", "R": 1}], "without": "open_answer"},
        {"sections": [{"competency": "C01", "R": float("inf")}]},
        {"sections": [{"competency": "C01", "R": 1}], "attributed_share": float("nan")},
        {"sections": [{"competency": "C01", "R": 1}], "attributed_share": 20},
    ],
)  # fmt: skip
def test_what_is_not_a_plan_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"plan|items|invalid|share|list"):
        read_plan(stored, DOMAINS)


# --- key positions --------------------------------------------------------------------------------


def part(right: str, shuffle: bool = True, keys: str = "abcd") -> PartSpec:
    rows = tuple(OptionSpec(k, "option", Text(k, k), credit=1.0 if k in right else 0.0) for k in keys)
    return PartSpec("single_choice", Text("?", "？"), rows, {"shuffle": shuffle})


@search
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=30), st.integers(0, 10**6))
def test_keys_stand_in_every_place_equally_often(rights: list[str], seed: int) -> None:
    parts = [(part(right),) for right in rights]
    draws = [(Draw("single_choice", tuple("abcd"), {"N": "3"}),) for _ in rights]
    moved = balanced_keys(parts, draws, Random(seed))
    places = Counter(draw.order.index(right) for (draw,), right in zip(moved, rights, strict=True))
    assert max(places.values()) - min(places[place] for place in range(4)) <= 1
    assert all(sorted(draw.order) == list("abcd") and draw.numbers == {"N": "3"} for (draw,) in moved)


@pytest.mark.parametrize("item", [part("ab"), part(""), part("a", shuffle=False)])
def test_parts_with_other_keys_and_fixed_orders_stay(item: PartSpec) -> None:
    draws = [(Draw("single_choice", tuple("dcba")),)]
    assert balanced_keys([(item,)], draws, Random(1)) == draws
