"""The rules that only seeds can break."""

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assessment.exchange.seeds.lint import Context, Finding, check_seeds, describe, read_context
from assessment.exchange.seeds.lint_texts import RUN, fold, run_hash
from assessment.exchange.seeds.reader import QuestionSeed, QuizSeed, SeedError, Seeds
from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text

TODAY = date(2026, 11, 23)
CARD = SourceSpec(reference="Doe2020", place="section 2", opened_on="2026-10-01")
CLAIM = SourceSpec(claim="L1-a")
FOREIGN = "一段恰好够长的讲座原文样例"


def option(key: str, en: str, zh: str, right: bool = False, role: str = "option") -> OptionSpec:
    return OptionSpec(key, role, Text(en, zh), Text(f"On {en.lower()}.", f"关于{zh}。"), float(right))


def spec(part: PartSpec, **changes: Any) -> QuestionSpec:
    settings: dict[str, Any] = {
        "explanation": Text("Watch what a user can feel.", "应关注用户能感受到的量。"),
        "level": "practitioner",
        "cognitive": "A",
        "skill": "C01.1",
        "difficulty": 0.2,
        "sources": (CLAIM, CARD),
    }
    return QuestionSpec(parts=(part,), **(settings | changes))


def single_choice(right: int = 0) -> PartSpec:
    stem = Text(
        "A team moves a classifier to a pair of servers, and a balancer sends half of the requests to each. "
        "Which figure comes first?",
        "某团队把一个分类器扩到一对服务器，负载均衡器给每台分配一半请求。应首先关注哪项指标？",
    )
    options = [
        option("a", "Tail latency of replies", "响应的尾部时延"),
        option("b", "Number of all samples", "训练样本的数量"),
        option("c", "Share of good labels", "复核标签的占比"),
    ]
    options[right] = replace(options[right], credit=1.0)
    return PartSpec("single_choice", stem, tuple(options), {"shuffle": True})


def true_false(truth: bool) -> PartSpec:
    stem = Text(
        'Statement: "A service that stores no inputs can still be monitored." Is the statement true or false, and why?',
        "陈述：“一个不保存输入的服务仍然可以被监控。”该陈述是真还是假？理由是什么？",
    )
    reasons = (
        option("a", "Counters need no copies.", "计数器无需副本。", right=True, role="reason"),
        option("b", "Alarms need raw rows.", "告警要靠原始行。", role="reason"),
        option("c", "Storage is the monitor.", "存储就是监控。", role="reason"),
    )
    return PartSpec("true_false_reason", stem, reasons, {"truth": truth})


def numeric() -> PartSpec:
    stem = Text(
        "A service keeps 12 replicas on each of 5 hosts and nothing else. How many replicas does it keep on all hosts?",
        "某服务在 5 台主机上各运行 12 个副本，此外没有别的副本。所有主机上一共有多少个副本？",
    )
    wrong = (
        OptionSpec("w1", "wrong_value", Text("17", "17"), Text("You added.", "你做了加法。")),
        OptionSpec("w2", "wrong_value", Text("2.4", "2.4"), Text("You divided.", "你做了除法。")),
    )
    data = {
        "answer": "60",
        "unit": {"en": "replicas", "zh_hans": "个副本"},
        "tolerance_kind": "relative",
        "tolerance": "0.01",
        "decimals": 0,
    }
    return PartSpec("numeric", stem, wrong, data)


def seed(slot: str = "C01-01", part: PartSpec | None = None, short_type: str = "SC", **changes: Any) -> QuestionSeed:
    own = {name: changes.pop(name) for name in list(changes) if name in QuestionSeed.__dataclass_fields__}
    content = spec(part or single_choice(), **changes)
    return QuestionSeed(**({"slug": slot, "slot": slot, "competency": slot[:3], "short_type": short_type,
                            "origin": "L", "spec": content} | own))  # fmt: skip


def number(computed: dict[str, str], **changes: Any) -> QuestionSeed:
    return seed("C01-03", numeric(), "NUM", computed=computed, **changes)


def quiz(*slugs: str, notes: dict[str, str] | None = None) -> QuizSeed:
    fields = {name: "一" if name.endswith("hans") else "One" for name in
              ("title_en", "title_zh_hans", "description_en", "description_zh_hans")}  # fmt: skip
    return QuizSeed("first-quiz", fields, slugs, notes or {})


def seeds(*questions: QuestionSeed, quizzes: tuple[QuizSeed, ...] = (), **changes: Any) -> Seeds:
    given: dict[str, Any] = {
        "competencies": {"competencies": [{"code": "C01", "name": {"en": "Trends", "zh": "趋势"}, "skills": []}]},
        "lecture": {"claims": [{"code": "L1-a", "text": {"en": "A claim.", "zh": "一个观点。"}}]},
        "references": (),
        "released": "2026-11-23",
    }
    return Seeds(questions=questions, quizzes=quizzes, **(given | changes))


def slot(code: str, short_type: str = "SC") -> dict[str, str]:
    return {"slot": code, "competency": "C01", "type": short_type, "origin": "L", "cognitive": "A",
            "level": "Practitioner"}  # fmt: skip


TYPES = {"C01-01": "SC", "C01-02": "SC", "C01-03": "NUM", "C01-04": "TFR", "C01-05": "TFR", "C01-06": "TFR"}
CONTEXT = Context(
    slots={code: slot(code, TYPES.get(code, "SC")) for code in (f"C01-{n:02}" for n in range(1, 31))},
    claims={"L1-a": "OK", "L1-b": "ATTR", "L1-c": "FIX", "L1-d": "NO", "A1-a": "ADJ"},
    claim_treatments={"L1-c": frozenset({"T-01"})},
    treatments=frozenset({"T-01", "T-02"}),
    references={"Doe2020": ""},
    skills=frozenset({"C01.1", "C02.1"}),
    copied=frozenset(run_hash(FOREIGN[i : i + RUN]) for i in range(len(FOREIGN) - RUN + 1)),
)


def found(*questions: QuestionSeed, quizzes: tuple[QuizSeed, ...] = (), **changes: Any) -> list[tuple[str, ...]]:
    """Severity, code, item, language and place of every finding."""
    findings = check_seeds(seeds(*questions, quizzes=quizzes, **changes), CONTEXT, TODAY)
    return [(f.severity, f.code, f.item, f.language, f.where) for f in findings]


def with_text(entry: QuestionSeed, en: str | None = None, zh: str | None = None) -> QuestionSeed:
    """`entry` with another explanation."""
    old = entry.spec.explanation
    text = Text(old.en if en is None else en, old.zh_hans if zh is None else zh)
    return replace(entry, spec=replace(entry.spec, explanation=text))


def with_stem(entry: QuestionSeed, en: str = "", zh: str = "") -> QuestionSeed:
    """`entry` with something put before its stem."""
    (part,) = entry.spec.parts
    stem = Text(en + part.stem.en, zh + part.stem.zh_hans)
    return replace(entry, spec=replace(entry.spec, parts=(replace(part, stem=stem),)))


def test_it_finds_nothing_in_clean_seeds() -> None:
    entries = [seed(), number({"answer": "12 * 5", "w1": "12 + 5"}), seed("C01-04", true_false(True), "TFR")]
    assert found(*entries, quizzes=(quiz("C01-01", "C01-03", "C01-04", notes={"FORM-01": "three of one claim"}),)) == []


def test_it_passes_on_what_the_bank_finds() -> None:
    (part,) = seed().spec.parts
    bare = replace(part.options[1], feedback=Text())
    entry = seed(part=replace(part, options=(part.options[0], bare, part.options[2])))
    assert found(entry) == [("E", "FB-01", "C01-01", "", "option b, feedback")]


def test_a_finding_is_one_line() -> None:
    finding = Finding("LANG-01", Text("Numbers differ.", "数字不一致。"), "C01-04", "option b", "zh_hans")
    assert describe(finding) == "E LANG-01 C01-04 zh_hans option b: Numbers differ."
    assert describe(Finding("KEY-02", Text("Uneven.", "不均。"), "bank", severity="W")) == "W KEY-02 bank: Uneven."


# --- ID-01 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        (seed("C01-99"), "slot"),
        (seed(slug="C01-02"), "id"),
        (seed(competency="C02"), "competency"),
        (seed(short_type="MR"), "type"),
        (seed(origin="X"), "origin"),
        (seed(cognitive="R"), "cognitive"),
        (seed(level="architect"), "level"),
        (seed(skill="C02.1"), "skill"),
        (seed(skill="C01.9"), "skill"),
        (seed(enemies=("C09-77",)), "enemies"),
    ],
)
def test_it_refuses_what_differs_from_the_blueprint(entry: QuestionSeed, where: str) -> None:
    assert ("E", "ID-01", entry.slug, "", where) in found(entry)


def test_it_accepts_an_enemy_that_is_not_written_yet() -> None:
    assert found(seed(enemies=("C01-30",))) == []


def test_it_refuses_an_id_that_is_used_twice() -> None:
    assert found(seed(), seed()) == [("E", "ID-01", "C01-01", "", "id")]


def test_it_refuses_a_quiz_with_an_unknown_question() -> None:
    assert found(seed(), quizzes=(quiz("C01-01", "C01-17"),)) == [("E", "ID-01", "first-quiz", "", "questions")]


# --- sources --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sources", "where"),
    [
        ((), "claims"),
        ((SourceSpec(claim="L9-z"),), "claims"),
        ((SourceSpec(claim="L1-d"),), "claims"),
        ((SourceSpec(claim="A1-a"),), "references"),
    ],
)
def test_it_refuses_missing_unknown_and_forbidden_claims(sources: tuple[SourceSpec, ...], where: str) -> None:
    assert found(seed(sources=sources)) == [("E", "SRC-01", "C01-01", "", where)]


def test_it_accepts_an_adjacent_statement_with_a_public_source() -> None:
    assert found(seed(sources=(SourceSpec(claim="A1-a"), CARD))) == []


def test_it_refuses_an_unknown_reference() -> None:
    unknown = replace(CARD, reference="Nobody1999")
    assert found(seed(sources=(unknown,))) == [("E", "SRC-02", "C01-01", "", "references")]


@pytest.mark.parametrize("claim", ["L1-b", "L1-c"])
def test_it_refuses_a_view_without_attribution(claim: str) -> None:
    assert found(seed(sources=(SourceSpec(claim=claim), CARD))) == [
        ("E", "SRC-03", "C01-01", "en", "stem"),
        ("E", "SRC-03", "C01-01", "zh_hans", "stem"),
    ]


def test_it_refuses_an_attribution_in_one_language() -> None:
    entry = seed(sources=(SourceSpec(claim="L1-b"), CARD))
    assert found(with_stem(entry, en="According to the lecture, scale decides. ")) == [
        ("E", "SRC-03", "C01-01", "zh_hans", "stem")
    ]
    assert found(with_stem(entry, "According to the lecture, scale decides. ", "讲座认为规模决定一切。")) == []


def test_it_accepts_the_treatment_of_the_claim_and_no_other() -> None:
    sources = (SourceSpec(claim="L1-c"), CARD)
    assert found(seed(sources=sources, treatments=("T-01",))) == []
    assert [row[1] for row in found(seed(sources=sources, treatments=("T-02",)))] == ["SRC-03", "SRC-03"]


def test_it_refuses_an_unknown_treatment() -> None:
    assert found(seed(treatments=("T-77",))) == [("E", "SRC-03", "C01-01", "", "treatments")]


def test_it_refuses_an_attributed_item_whose_stem_does_not_attribute() -> None:
    assert ("E", "SRC-03", "C01-01", "en", "stem") in found(seed(attributed=True))


@pytest.mark.parametrize("opened", ["", "soon", "2024-11-23", "2024-01-01", "2026-11-24"])
def test_it_warns_of_sources_not_opened_of_late(opened: str) -> None:
    entry = seed(sources=(replace(CARD, opened_on=opened),))
    assert found(entry) == [("W", "SRC-04", "C01-01", "", "references Doe2020")]


@pytest.mark.parametrize("opened", ["2024-11-24", "2026-11-23"])
def test_it_accepts_sources_opened_within_24_months(opened: str) -> None:
    assert found(seed(sources=(replace(CARD, opened_on=opened),))) == []


def test_it_warns_of_a_source_without_place() -> None:
    assert found(seed(sources=(replace(CARD, place=" "),))) == [("W", "SRC-04", "C01-01", "", "references Doe2020")]


def test_the_list_of_references_may_say_when_a_source_was_opened() -> None:
    context = replace(CONTEXT, references={"Doe2020": "2026-01-05"})
    entry = seed(sources=(replace(CARD, opened_on=""),))
    assert check_seeds(seeds(entry), context, TODAY) == []


def test_a_note_accepts_a_warning_of_the_seeds_and_no_error() -> None:
    sources = (replace(CARD, opened_on=""),)
    assert found(seed(sources=sources, notes={"SRC-04": "a book, checked in print"})) == []
    assert found(seed(sources=(), notes={"SRC-01": "none needed"})) == [("E", "SRC-01", "C01-01", "", "claims")]


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Currently so.", "The latest model.", "The newest one.", "State-of-the-art work.", "The state of the art.",
     "It was shown recently."],
)  # fmt: skip
def test_it_refuses_english_that_goes_stale(text: str) -> None:
    assert found(with_text(seed(), en=text)) == [("E", "DATE-01", "C01-01", "en", "explanation")]


@pytest.mark.parametrize("text", ["目前如此。", "这是最新的模型。", "近期有研究。", "如今最大的模型。"])
def test_it_refuses_chinese_that_goes_stale(text: str) -> None:
    assert found(with_text(seed(), zh=text)) == [("E", "DATE-01", "C01-01", "zh_hans", "explanation")]


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("From earliest to latest.", "由早到晚。"),
        ("Read the latest requests.", "读取最新请求。"),
        ("By June at the latest.", "最迟到六月。"),
    ],
)
def test_it_accepts_orders_and_streams(en: str, zh: str) -> None:
    assert found(with_text(seed(), en, zh)) == []


@pytest.mark.parametrize("review_by", ["", "next year", "2026-11-22", "2027-11-25"])
def test_it_refuses_a_dated_item_without_a_review_ahead(review_by: str) -> None:
    assert found(seed(tags=("dated",), review_by=review_by)) == [("E", "DATE-02", "C01-01", "", "review_by")]


@pytest.mark.parametrize("review_by", ["2026-11-23", "2027-11-23"])
def test_it_accepts_a_review_within_a_year(review_by: str) -> None:
    assert found(seed(tags=("dated",), review_by=review_by)) == []


# --- copies and slips -----------------------------------------------------------------------------


def test_it_refuses_a_copied_run_however_it_is_spaced() -> None:
    spaced = f"前文。{FOREIGN[:4]} {FOREIGN[4:]}。"
    (finding,) = check_seeds(seeds(with_text(seed(), zh=spaced)), CONTEXT, TODAY)
    assert (finding.code, finding.item, finding.language, finding.where) == (
        "COPY-01", "C01-01", "zh_hans", "explanation"
    )  # fmt: skip
    assert FOREIGN in finding.message.zh_hans


def test_it_accepts_a_run_of_eleven_characters() -> None:
    assert found(with_text(seed(), zh=f"前文“{FOREIGN[: RUN - 1]}”。")) == []


def test_it_looks_for_copies_in_english_fields_too() -> None:
    entry = with_text(seed(), en=f"The lecture says {FOREIGN}.")
    assert found(entry) == [("E", "COPY-01", "C01-01", "en", "explanation")]


@pytest.mark.parametrize("name", ["competencies", "lecture"])
def test_it_looks_for_copies_in_competencies_and_lecture_map(name: str) -> None:
    given = {"claims": [{"code": "X1", "text": {"en": "One.", "zh": FOREIGN}}]}
    item = "lecture_map" if name == "lecture" else name
    assert found(seed(), **{name: given}) == [("E", "COPY-01", item, "zh_hans", "claims X1 text")]


@pytest.mark.parametrize(
    "text", ["算例不足。", "易购的机器。", "GTP-3 模型。", "PAL 平台上。", "应用性更强。", "含量业务。", "高校执行。"]
)
def test_it_refuses_slips_of_the_transcript(text: str) -> None:
    numbers = "GTP-3" if "GTP" in text else "It"
    assert found(with_text(seed(), en="It is so." if numbers == "It" else "GPT-3 is so.", zh=text)) == [
        ("E", "TERM-01", "C01-01", "zh_hans", "explanation")
    ]


@pytest.mark.parametrize("text", ["应用性能更强。", "信息含量更高。", "与高校合作。", "碳含量。"])
def test_it_accepts_words_that_only_contain_a_slip(text: str) -> None:
    assert found(with_text(seed(), zh=text)) == []


def test_the_lecture_map_may_name_the_slips() -> None:
    assert found(seed(), lecture={"claims": [{"code": "X1", "text": {"en": "Read GPT.", "zh": "误作 GTP。"}}]}) == []


def test_the_script_folds_and_hashes_as_the_rule_does() -> None:
    script = runpy.run_path(str(Path(__file__).parents[3] / "scripts" / "hash_lecture_runs.py"))
    text = "讲座 原文，ＡＢＣ（一）\n" + FOREIGN
    assert script["fold"](text) == fold(text)
    assert script["run_hash"](FOREIGN) == run_hash(FOREIGN)
    assert (script["RUN"], script["DIGITS"]) == (RUN, len(run_hash(FOREIGN)))


def test_the_script_leaves_out_names_ascii_and_the_page_around_the_lecture() -> None:
    script = runpy.run_path(str(Path(__file__).parents[3] / "scripts" / "hash_lecture_runs.py"))
    page = f"{script['ALLOWED'][0]}\n{FOREIGN}plain ascii words\n{script['END_OF_LECTURE']}\n另一篇文章的标题与这里无关"
    runs = script["runs"](page)
    assert FOREIGN[:RUN] in runs
    assert not any(run.isascii() or "另一篇" in run for run in runs)
    assert script["fold"](script["ALLOWED"][0])[:RUN] not in runs


# --- second computation ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("computed", "code", "where"),
    [
        ({}, "NUM-04", "answer"),
        ({"answer": "12 * 6"}, "NUM-04", "answer"),
        ({"answer": "12 * 5", "w1": "12 * 2"}, "NUM-04", "wrong_value w1"),
        ({"answer": "twelve"}, "NUM-01", "answer"),
        ({"answer": "12 * 5", "w2": "12 / 0"}, "NUM-01", "wrong_value w2"),
    ],
)
def test_it_refuses_numbers_that_do_not_compute(computed: dict[str, str], code: str, where: str) -> None:
    assert found(number(computed)) == [("E", code, "C01-03", "", where)]


def test_it_accepts_numbers_within_half_a_percent() -> None:
    assert found(number({"answer": "60.2", "w1": "17.01", "w2": "12 / 5"})) == []


# --- sets of questions ----------------------------------------------------------------------------


def batch(rights: list[int]) -> list[QuestionSeed]:
    return [seed(f"C01-{n:02}", single_choice(right)) for n, right in enumerate(rights, 7)]


def test_it_warns_of_keys_that_gather_in_one_place() -> None:
    assert found(*batch([0] * 18 + [1] * 2)) == [
        ("W", "KEY-02", "bank", "", "position 1"),
        ("W", "KEY-02", "bank", "", "position 3"),
    ]


@pytest.mark.parametrize("rights", [[0] * 19, [0, 1, 2] * 7])
def test_it_accepts_few_items_and_even_keys(rights: list[int]) -> None:
    assert found(*batch(rights)) == []


def statements(*verdicts: bool) -> list[QuestionSeed]:
    return [seed(f"C01-0{n}", true_false(truth), "TFR") for n, truth in enumerate(verdicts, 4)]


def test_it_refuses_a_competency_in_which_all_statements_are_true() -> None:
    assert found(*statements(True, True, True)) == [("E", "KEY-03", "C01", "", "truth")]


@pytest.mark.parametrize("verdicts", [(True,), (True, False), (True, True, False)])
def test_it_accepts_verdicts_as_even_as_their_number_allows(verdicts: tuple[bool, ...]) -> None:
    assert found(*statements(*verdicts)) == []


def test_it_refuses_a_quiz_in_which_all_statements_are_true() -> None:
    entries = statements(True, True, False)
    assert found(*entries, quizzes=(quiz("C01-04", "C01-05"),)) == [("E", "KEY-03", "first-quiz", "", "truth")]


def test_it_refuses_two_enemies_in_one_quiz() -> None:
    entries = (seed(enemies=("C01-02",)), seed("C01-02"))
    form = [("E", "FORM-01", "first-quiz", "", "questions")]
    assert found(*entries, quizzes=(quiz("C01-01", "C01-02"),)) == form
    assert found(*entries, quizzes=(quiz("C01-02", "C01-01"),)) == form
    assert found(*entries, quizzes=(quiz("C01-01"),)) == []


def test_it_refuses_three_items_of_one_claim_in_one_quiz() -> None:
    entries = batch([0, 1, 2])
    slugs = [entry.slug for entry in entries]
    assert found(*entries, quizzes=(quiz(*slugs),)) == [("E", "FORM-01", "first-quiz", "", "questions")]
    assert found(*entries, quizzes=(quiz(*slugs[:2]),)) == []


def attributed(slot: str) -> QuestionSeed:
    return with_stem(seed(slot, attributed=True), "The lecture praises scale. ", "讲座推崇规模。")


def test_it_refuses_a_quiz_with_many_attributed_items() -> None:
    others = [replace(entry, spec=replace(entry.spec, sources=(CARD,))) for entry in batch([0, 1, 2, 0])]
    slugs = [entry.slug for entry in others]
    assert found(attributed("C01-01"), *others, quizzes=(quiz("C01-01", *slugs),)) == []
    assert found(attributed("C01-01"), *others, quizzes=(quiz("C01-01", *slugs[:3]),)) == [
        ("E", "FORM-01", "first-quiz", "", "questions")
    ]


def test_a_note_of_the_quiz_accepts_its_form() -> None:
    entry = attributed("C01-01")
    assert found(entry, quizzes=(quiz("C01-01", notes={"FORM-01": "about the lecture"}),)) == []
    assert found(entry, quizzes=(quiz("C01-01", notes={"FORM-01": ""}),)) != []


# --- reading the context --------------------------------------------------------------------------


def test_it_reads_the_context_from_seeds_and_lists(tmp_path: Path) -> None:
    (tmp_path / "slots.csv").write_text("slot,competency,type\nC01-01,C01,SC\n", encoding="utf-8")
    (tmp_path / "lecture_runs.txt").write_text("0123456789\nabcdef0123\n", encoding="utf-8")
    given = seeds(
        competencies={"competencies": [{"skills": [{"code": "C01.1"}]}]},
        lecture={
            "claims": [{"code": "L1-a", "use": "ATTR", "treatments": ["T-01"]}],
            "adjacent": [{"code": "A1-a"}],
            "treatments": [{"code": "T-01"}],
        },
        references=({"key": "Doe2020", "checked": None}, {"key": "Roe2021", "checked": date(2026, 1, 5)}),
    )
    context = read_context(tmp_path, given)
    assert context.slots["C01-01"]["type"] == "SC"
    assert context.claims == {"L1-a": "ATTR", "A1-a": "ADJ"}
    assert context.claim_treatments == {"L1-a": frozenset({"T-01"})}
    assert context.treatments == {"T-01"}
    assert context.references == {"Doe2020": "", "Roe2021": "2026-01-05"}
    assert context.skills == {"C01.1"}
    assert context.copied == {"0123456789", "abcdef0123"}


def test_it_says_which_list_is_missing(tmp_path: Path) -> None:
    given = seeds(lecture={"claims": [], "adjacent": [], "treatments": []})
    with pytest.raises(SeedError, match=r"slots\.csv is missing"):
        read_context(tmp_path, given)
