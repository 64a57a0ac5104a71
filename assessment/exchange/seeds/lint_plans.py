"""Rules about quizzes that draw their questions: what FORM-01, FORM-02 and KEY-03 say of the forms of a plan."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from assessment.delivery.assembly import TESTLET, Candidate, Plan, assemble, read_plan, rules_kept
from assessment.exchange.seeds.lint_values import Context, Finding
from assessment.exchange.seeds.reader import QuestionSeed, QuizSeed, Seeds
from assessment.values import COGNITIVE, Text

# So many forms of each plan are looked at.
FORMS = 20
MIX_MARGIN = 0.10
_BROKEN = {
    "claims": ("FORM-01", Text("more than two items of one claim", "同一观点超过两题")),
    "attributed": ("FORM-01", Text("too many attributed items", "注明出自讲座的题目过多")),
    "verdicts": ("KEY-03", Text("true and false statements out of balance", "真假陈述失衡")),
    "kinds": ("FORM-02", Text("limits of types not kept", "题型限制未满足")),
}


def plans(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """Every plan can be read, and its forms keep the rules and the planned mix."""
    pool = _candidates(seeds)
    covered = {candidate.competency for candidate in pool}
    rows = seeds.competencies.get("competencies", ())
    domains = {row["code"]: str(row.get("domain", "")) for row in rows if row["code"] in covered}
    for quiz in seeds.quizzes:
        if quiz.fields.get("plan"):
            yield from _check(quiz, pool, domains)


def _check(quiz: QuizSeed, pool: list[Candidate], domains: dict[str, str]) -> Iterator[Finding]:
    try:
        plan = read_plan(quiz.fields["plan"], domains)
    except ValueError as error:
        message = Text(f"The plan cannot be read: {error}.", f"无法读取组卷计划：{error}。")
        yield Finding("FORM-01", message, quiz.slug, "plan")
        return
    by_id = {candidate.question_id: candidate for candidate in pool}
    found: dict[tuple[str, str], Finding] = {}
    for number in range(FORMS):
        form = [by_id[question] for question in assemble(plan, pool, Random(number)).questions]
        for finding in (*_broken(quiz, plan, form, pool), *_mix(quiz, plan, form)):
            if not str(quiz.notes.get(finding.code, "")).strip():
                found.setdefault((finding.code, finding.message.en), finding)
    yield from found.values()


def _broken(quiz: QuizSeed, plan: Plan, form: list[Candidate], pool: list[Candidate]) -> Iterator[Finding]:
    """The rules that this form does not keep, because none could be found that does."""
    for rule, kept in rules_kept(plan, form, pool):
        if rule in _BROKEN and not kept:
            code, what = _BROKEN[rule]
            message = Text(f"A drawn form has {what.en}.", f"抽出的试卷{what.zh_hans}。")
            yield Finding(code, message, quiz.slug, "plan", severity="W" if code == "FORM-02" else "E")


def _mix(quiz: QuizSeed, plan: Plan, form: list[Candidate]) -> Iterator[Finding]:
    """Length and cognitive levels, each within 10 percentage points of the plan."""
    if len(form) < (1 - MIX_MARGIN) * plan.size:
        message = Text(
            f"A drawn form has {len(form)} of {plan.size} items.",
            f"抽出的试卷只有 {len(form)} 题，计划为 {plan.size} 题。",
        )
        yield Finding("FORM-02", message, quiz.slug, "plan", severity="W")
    wanted = Counter({level: sum(section.counts[level] for section in plan.sections) for level in COGNITIVE})
    got = Counter(candidate.cognitive for candidate in form)
    for level in COGNITIVE:
        planned, drawn = wanted[level] / plan.size, got[level] / max(1, len(form))
        if abs(planned - drawn) > MIX_MARGIN + 1e-9:
            message = Text(
                f"{drawn:.0%} of a drawn form are {level}; {planned:.0%} are planned.",
                f"抽出的试卷中 {level} 占 {drawn:.0%}，计划为 {planned:.0%}。",
            )
            yield Finding("FORM-02", message, quiz.slug, "plan", severity="W")


def _candidates(seeds: Seeds) -> list[Candidate]:
    """The questions as assembly sees them, numbered in order."""
    numbers = {name: number for number, seed in enumerate(seeds.questions) for name in (seed.slot, seed.slug)}
    enemies: dict[int, set[int]] = {}
    for seed in seeds.questions:
        for name in seed.enemies:
            if name in numbers:
                enemies.setdefault(numbers[seed.slug], set()).add(numbers[name])
                enemies.setdefault(numbers[name], set()).add(numbers[seed.slug])
    return [
        _candidate(seed, numbers[seed.slug], frozenset(enemies.get(numbers[seed.slug], ()))) for seed in seeds.questions
    ]


def _candidate(seed: QuestionSeed, number: int, enemies: frozenset[int]) -> Candidate:
    parts = seed.spec.parts
    return Candidate(
        number,
        seed.competency,
        seed.spec.cognitive,
        parts[0].type if len(parts) == 1 else TESTLET,
        frozenset(source.claim for source in seed.spec.sources if source.claim),
        enemies,
        seed.spec.attributed,
        tuple(bool(part.data["truth"]) for part in parts if "truth" in part.data),
    )
