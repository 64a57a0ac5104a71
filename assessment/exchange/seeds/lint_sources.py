"""Rules about where the content of seeds comes from and how long it holds: SRC-01 to SRC-04, DATE-01, DATE-02."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assessment.exchange.seeds.lint_values import ADJACENT, Context, Finding, question_texts
from assessment.exchange.seeds.reader import QuestionSeed
from assessment.values import LANGUAGES, MAX_PLACE, SourceSpec, Text

OLDEST_MONTHS = 24
REVIEW_WITHIN = timedelta(days=366)
DATED = "dated"
_ATTRIBUTION = {"en": re.compile(r"\blecture(?:r)?\b", re.IGNORECASE), "zh_hans": re.compile(r"讲座|讲者|讲师")}
# Neither orders ("from earliest to latest") nor the newest events of a stream go stale.
_STREAM = r"requests?|events?|batch(?:es)?|checkpoints?|windows?|samples?|snapshots?|values?|updates?|commits?|clicks?"
_TIME_BOUND = {
    "en": re.compile(
        rf"\b(?:currently|(?<!to )(?<!at the )latest(?! (?:{_STREAM})\b)|newest|state[- ]of[- ]the[- ]art|recently)\b",
        re.IGNORECASE,
    ),
    "zh_hans": re.compile(
        r"目前|近期|如今最|最新(?!的?(?:一批|请求|事件|批次|检查点|窗口|时间窗|样本|快照|参数|取值|提交|点击|特征值))"
    ),
}


def src_01(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """Sources are named; claims exist and may be used; what is only adjacent needs a public source."""
    claims = [source.claim for source in seed.spec.sources if source.claim]
    references = [source.reference for source in seed.spec.sources if source.reference]
    if not claims and not references:
        yield Finding("SRC-01", Text("No source is named.", "没有注明来源。"), seed.slug, "claims")
    for code in claims:
        use = context.claims.get(code)
        if use is None:
            message = Text(f"{code} is not in the lecture map.", f"讲座地图中没有 {code}。")
            yield Finding("SRC-01", message, seed.slug, "claims")
        elif use == "NO":
            message = Text(f"No item may be built on {code}.", f"不得据 {code} 命题。")
            yield Finding("SRC-01", message, seed.slug, "claims")
        elif use == ADJACENT and not references:
            message = Text(
                f"{code} is adjacent: the key must come from a public source.",
                f"{code} 属于相邻内容：答案必须出自公开来源。",
            )
            yield Finding("SRC-01", message, seed.slug, "references")


def src_02(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """Every reference exists."""
    for source in seed.spec.sources:
        if source.reference and source.reference not in context.references:
            message = Text(f"There is no reference {source.reference}.", f"没有文献 {source.reference}。")
            yield Finding("SRC-02", message, seed.slug, "references")


def src_03(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """A view is attributed in the stem, or the treatment that makes it fair is recorded."""
    for code in sorted(set(seed.treatments) - context.treatments):
        message = Text(f"There is no treatment {code}.", f"没有处理规则 {code}。")
        yield Finding("SRC-03", message, seed.slug, "treatments")
    # The scenario of a testlet stands above every stem of it.
    asked = (seed.spec.scenario, *(part.stem for part in seed.spec.parts))
    stems = {lang: " ".join(text[lang] for text in asked) for lang in LANGUAGES}
    missing = [language for language in LANGUAGES if not _ATTRIBUTION[language].search(stems[language])]
    if seed.spec.attributed:
        for language in missing:
            message = Text("Marked as attributed, but the stem does not attribute.", "标为注明出处，题干却没有注明。")
            yield Finding("SRC-03", message, seed.slug, "stem", language)
    for code in [source.claim for source in seed.spec.sources if context.claims.get(source.claim) in ("ATTR", "FIX")]:
        treated = context.claim_treatments.get(code, frozenset()) & set(seed.treatments)
        for language in [] if treated else missing:
            message = Text(
                f"{code} needs “according to the lecture” in the stem or its treatment recorded.",
                f"{code} 须在题干中注明出自讲座，或登记相应的处理规则。",
            )
            yield Finding("SRC-03", message, seed.slug, "stem", language)


def src_04(seed: QuestionSeed, context: Context, today: date) -> Iterator[Finding]:
    """A person has opened each reference in the last 24 months, and its place is named and fits its column."""
    for source in seed.spec.sources:
        if not source.reference:
            continue
        message = _opened(source, context, today)
        if message:
            yield Finding("SRC-04", message, seed.slug, f"references {source.reference}", severity="W")
        if not source.place.strip():
            message = Text("The place in the source is missing.", "缺少来源中的具体位置。")
            yield Finding("SRC-04", message, seed.slug, f"references {source.reference}", severity="W")
        if len(source.place) > MAX_PLACE:
            message = Text(f"The place has over {MAX_PLACE} characters.", f"具体位置超过 {MAX_PLACE} 个字符。")
            yield Finding("SRC-04", message, seed.slug, f"references {source.reference}")


def date_01(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """No words that go stale: facts carry their date instead."""
    for place in question_texts(seed):
        found = _TIME_BOUND[place.language].search(place.text)
        if found:
            word = found.group()
            message = Text(f"“{word}” goes stale; give a date.", f"“{word}”会过时；请写明日期。")
            yield Finding("DATE-01", message, seed.slug, place.where, place.language)


def date_02(seed: QuestionSeed, context: Context, today: date) -> Iterator[Finding]:
    """What is tagged as dated has a day of review, at most a year ahead, that has not passed."""
    if DATED not in seed.tags and not seed.review_by:
        return
    review = _day(seed.review_by)
    if review is None:
        message = Text("A dated item needs review_by (YYYY-MM-DD).", "带时效标签的题目须填写 review_by（YYYY-MM-DD）。")
        yield Finding("DATE-02", message, seed.slug, "review_by")
    elif review < today:
        message = Text(f"The review was due on {review}.", f"复审日期 {review} 已过。")
        yield Finding("DATE-02", message, seed.slug, "review_by")
    elif review - today > REVIEW_WITHIN:
        message = Text(f"{review} is more than 12 months ahead.", f"{review} 距今超过 12 个月。")
        yield Finding("DATE-02", message, seed.slug, "review_by")


def _opened(source: SourceSpec, context: Context, today: date) -> Text | None:
    """What is wrong with the day on which a source was last opened; that of the list may stand in."""
    opened = _day(source.opened_on) or _day(context.references.get(source.reference, ""))
    if opened is None:
        return Text("Nobody has noted when the source was opened.", "没有登记来源的查阅日期。")
    if opened > today:
        return Text(f"{opened} lies in the future.", f"日期 {opened} 在未来。")
    months = (today.year - opened.year) * 12 + today.month - opened.month - (today.day < opened.day)
    if months >= OLDEST_MONTHS:
        return Text(f"The source was last opened on {opened}.", f"来源最近一次查阅于 {opened}。")
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
