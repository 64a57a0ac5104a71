"""Small seeds that keep every rule, to break one at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from assessment.exchange.seeds.lint import Context, check_seeds
from assessment.exchange.seeds.lint_texts import RUN, run_hash
from assessment.exchange.seeds.reader import QuestionSeed, QuizSeed, Sample, Seeds
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


def number(sample_answer: str | None, **changes: Any) -> QuestionSeed:
    samples = () if sample_answer is None else (Sample(0, {}, sample_answer),)
    return seed("C01-03", numeric(), "NUM", samples=samples, **changes)


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
