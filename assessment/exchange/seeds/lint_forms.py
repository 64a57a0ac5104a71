"""Rules about sets of questions: KEY-02, KEY-03 and FORM-01."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from assessment.bank.question_types import single_choice, true_false_reason
from assessment.exchange.seeds.lint_values import Context, Finding
from assessment.exchange.seeds.reader import QuestionSeed, QuizSeed, Seeds
from assessment.values import Text

BATCH = 20
POSITION_SHARE = (0.10, 0.40)
TRUE_MARGIN = 0.10
ITEMS_A_CLAIM = 2
ATTRIBUTED_SHARE = 0.20


def key_02(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """In 20 or more items no stored position holds the key too often or too seldom."""
    positions: dict[int, list[int]] = defaultdict(list)
    for seed in seeds.questions:
        for part in seed.spec.parts:
            if part.type in (single_choice.CODE, true_false_reason.CODE):
                right = [place for place, option in enumerate(part.options) if option.credit >= 1.0]
                positions[len(part.options)] += right[:1]
    for size, found in sorted(positions.items()):
        for place in range(size) if len(found) >= BATCH else ():
            share = found.count(place) / len(found)
            if not POSITION_SHARE[0] <= share <= POSITION_SHARE[1]:
                message = Text(
                    f"{share:.0%} of {len(found)} keys stand in position {place + 1} of {size}.",
                    f"{len(found)} 个答案中有 {share:.0%} 位于第 {place + 1} 位（共 {size} 位）。",
                )
                yield Finding("KEY-02", message, "bank", f"position {place + 1}", severity="W")


def key_03(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """In every competency and every quiz 40 to 60 % of the statements are true, as near as their number allows."""
    by_slug = {seed.slug: seed for seed in seeds.questions}
    groups: dict[str, list[QuestionSeed]] = defaultdict(list)
    for seed in seeds.questions:
        groups[seed.competency].append(seed)
    forms = [(quiz.slug, _form(quiz, by_slug)) for quiz in seeds.quizzes]
    for name, members in [*sorted(groups.items()), *forms]:
        verdicts = _verdicts(members)
        true = sum(verdicts)
        # With an odd number half a statement is as near to one half as it gets.
        if abs(true - len(verdicts) / 2) > max(0.5, TRUE_MARGIN * len(verdicts)) + 1e-9:
            message = Text(
                f"{true} of {len(verdicts)} statements are true.", f"{len(verdicts)} 条陈述中有 {true} 条为真。"
            )
            yield Finding("KEY-03", message, name, "truth")


def form_01(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """No quiz holds two enemies, over two items of one claim, or over 20 % attributed items."""
    by_slug = {seed.slug: seed for seed in seeds.questions}
    for quiz in seeds.quizzes:
        if not str(quiz.notes.get("FORM-01", "")).strip():
            form = _form(quiz, by_slug)
            for message in (*_enemies(form), *_crowded_claims(form), *_attributed(form)):
                yield Finding("FORM-01", message, quiz.slug, "questions")


def _form(quiz: QuizSeed, by_slug: Mapping[str, QuestionSeed]) -> list[QuestionSeed]:
    return [by_slug[slug] for slug in quiz.questions if slug in by_slug]


def _verdicts(members: Iterable[QuestionSeed]) -> list[bool]:
    parts = (part for seed in members for part in seed.spec.parts)
    return [bool(part.data.get("truth")) for part in parts if part.type == true_false_reason.CODE]


def _enemies(form: list[QuestionSeed]) -> Iterator[Text]:
    for one, other in combinations(form, 2):
        if {other.slot, other.slug} & set(one.enemies) or {one.slot, one.slug} & set(other.enemies):
            yield Text(f"{one.slug} and {other.slug} are enemies.", f"{one.slug} 与 {other.slug} 互斥。")


def _crowded_claims(form: list[QuestionSeed]) -> Iterator[Text]:
    counts = Counter(code for seed in form for code in {source.claim for source in seed.spec.sources if source.claim})
    for code, count in sorted(counts.items()):
        if count > ITEMS_A_CLAIM:
            yield Text(f"{count} items rest on {code}.", f"{count} 道题出自 {code}。")


def _attributed(form: list[QuestionSeed]) -> Iterator[Text]:
    count = sum(seed.spec.attributed for seed in form)
    if count > ATTRIBUTED_SHARE * len(form):
        yield Text(
            f"{count} of {len(form)} items are attributed to the lecture; at most 20 % may be.",
            f"{len(form)} 道题中有 {count} 道注明出自讲座，不应超过 20%。",
        )
