"""STEM-01 to STEM-04 and the negations of LANG-04, which read the question of a stem."""

from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.bank.lint.reading import has_negation
from assessment.values import QuestionSpec

SCENE_EN = "A team moves a classifier from one server to a pair of servers and watches its dashboards. "
SCENE_ZH = "某团队把一个分类器从一台服务器扩到一对服务器，并观察仪表盘。"


@pytest.mark.parametrize(
    "question",
    [
        "Which of these is not a cause?",
        "Which plan can't work?",
        "Which plan cannot work?",
        "All of these hold except which?",
        "Which step is least likely to help?",
        "Which does NOT hold (say why)?",
        "Which of these never holds?",
    ],
)
def test_it_refuses_an_unmarked_negation_in_english(single_choice: QuestionSpec, edit, found, question: str) -> None:
    spec = edit(single_choice, "stem", en=SCENE_EN + question)
    assert ("E", "STEM-01", "en", "stem") in found(spec)


@pytest.mark.parametrize(
    "question",
    [
        "下列哪一项不属于原因？",
        "不正确的是哪一项？",
        "除缓存外，下列哪项成立？",
        "哪项最不可能奏效？",
        "哪一项没有影响？",
        "哪一项无法解释？",
        "哪项【不】成立？",
        "请选出不正确的一项。",
    ],
)
def test_it_refuses_an_unmarked_negation_in_chinese(single_choice: QuestionSpec, edit, found, question: str) -> None:
    spec = edit(single_choice, "stem", zh=SCENE_ZH + question)
    assert ("E", "STEM-01", "zh_hans", "stem") in found(spec)


@pytest.mark.parametrize(
    "stem",
    [
        "Which takes at least one day?",
        "If the cache is not shared, which step is slow?",
        "The data are not shuffled. Which step fails?",
        "Which holds not only for one model but for all?",
        "Which holds whether or not the cache is warm?",
        "How many replicas are needed at peak, at least?",
        "What percentage is not used?",
        "Which method uses least squares?",
        'Statement: "It is not so." Is the statement true or false, and why?',
    ],
)
def test_it_leaves_harmless_english_alone(stem: str) -> None:
    assert not has_negation(stem, "en")


@pytest.mark.parametrize(
    "stem",
    [
        "至少需要多少个副本？",
        "若不共享缓存，需要多少显存？",
        "两者有何不同？",
        "步幅不变，哪项正确？",
        "保留不超过三个，哪项最好？",
        "哪项不仅适用于训练？",
        "哪种方案不足三天？",
        "哪项能消除根因？",
        "去除噪声的最佳方法是哪一项？",
        "除以二十四后是多少？",
        "哪项措施能在不改变模型的情况下缩短步时？",
        "哪项能减少标签不一致？",
        "不计激活，需要多少显存？",
        "数据没有打乱，哪一步会出错？",
        "陈述：“它不成立。”该陈述是真还是假？理由是什么？",
    ],
)
def test_it_leaves_harmless_chinese_alone(stem: str) -> None:
    assert not has_negation(stem, "zh_hans")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Which finding would count most strongly AGAINST this plan?", "哪项发现最能【反驳】这一方案？"),
        ("Which of these does NOT follow?", "下列哪一项【不】成立？"),
        ("All of these hold EXCEPT which one?", "【除】哪一项外，其余都成立？"),
        ("Which of these is LEAST likely to help?", "下列哪项【最不】可能奏效？"),
    ],
)
def test_it_accepts_a_negative_item_that_is_marked(
    single_choice: QuestionSpec, edit, found, english: str, chinese: str
) -> None:
    spec = edit(single_choice, "stem", en=SCENE_EN + english, zh=SCENE_ZH + chinese)
    assert found(replace(spec, negative=True)) == []
    assert ("E", "STEM-01", "en", "stem") in found(spec)
    assert ("E", "STEM-01", "zh_hans", "stem") in found(spec)


def test_it_refuses_a_negative_item_without_mark(single_choice: QuestionSpec, found) -> None:
    assert found(replace(single_choice, negative=True)) == [
        ("E", "STEM-01", "en", "stem"),
        ("E", "STEM-01", "zh_hans", "stem"),
    ]


def test_it_refuses_a_mark_in_one_language_only(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "stem", en=SCENE_EN + "Which does NOT hold?", zh=SCENE_ZH + "下列哪一项成立？")
    assert found(replace(spec, negative=True)) == [
        ("E", "STEM-01", "zh_hans", "stem"),
        ("E", "LANG-04", "zh_hans", "stem"),
    ]


def test_it_accepts_other_marked_words(multiple_response: QuestionSpec, edit, found) -> None:
    spec = edit(
        multiple_response,
        "stem",
        en="A team repeats a training run on the same device. Which records does it NEED? Select ALL that apply.",
        zh="某团队要在同型号设备上重复一次训练。它【必须】有哪些记录？请选出【所有】正确项。",
    )
    assert found(spec) == []


@pytest.mark.parametrize(
    ("language", "where"),
    [("en", {"en": "Which records does it need for that?"}), ("zh_hans", {"zh": "需要哪些记录？"})],
)
def test_it_refuses_multiple_response_without_marker(
    multiple_response: QuestionSpec, edit, found, language: str, where: dict[str, str]
) -> None:
    scene = {"en": SCENE_EN, "zh": SCENE_ZH}
    spec = edit(multiple_response, "stem", **{name: scene[name] + text for name, text in where.items()})
    assert found(spec) == [("E", "STEM-02", language, "stem"), ("E", "LANG-04", language, "stem")]


def test_it_refuses_the_marker_in_single_choice(single_choice: QuestionSpec, edit, found) -> None:
    stem = single_choice.parts[0].stem
    spec = edit(
        single_choice, "stem", en=stem.en + " Select ALL that apply.", zh=stem.zh_hans + "请选出【所有】正确项。"
    )
    assert found(spec) == [("E", "STEM-02", "en", "stem"), ("E", "STEM-02", "zh_hans", "stem")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ({"en": "Which figure comes first?"}, "en"),
        ({"zh": "应首先关注哪项指标？"}, "zh_hans"),
        ({"en": "The team waits. " * 27 + "Which figure should it watch first?"}, "en"),
        ({"zh": "团队在等待结果。" * 22 + "应首先关注哪项指标？"}, "zh_hans"),
    ],
)
def test_it_warns_of_stems_that_are_too_short_or_too_long(
    single_choice: QuestionSpec, edit, text: dict[str, str], language: str
) -> None:
    problems = check(edit(single_choice, "stem", **text))
    (problem,) = [problem for problem in problems if problem.code == "STEM-03"]
    assert (problem.severity, problem.language, problem.where) == ("W", language, "stem")


def test_it_warns_of_a_sentence_that_is_too_long(single_choice: QuestionSpec, edit, found) -> None:
    spec = edit(single_choice, "stem", en="A team that " + "waits and " * 16 + "waits asks which figure comes first?")
    assert found(spec) == [("W", "STEM-03", "en", "stem")]


def test_it_does_not_end_a_sentence_after_an_abbreviation(single_choice: QuestionSpec, edit, found) -> None:
    text = "As Doe et al. (2022) " + "wait and " * 16 + "wait, which figure comes first?"
    assert found(edit(single_choice, "stem", en=text)) == [("W", "STEM-03", "en", "stem"), ("E", "LANG-01", "", "stem")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ({"en": SCENE_EN + "The best figure to watch is the following."}, "en"),
        ({"zh": SCENE_ZH + "最值得关注的指标如下。"}, "zh_hans"),
    ],
)
def test_it_warns_of_a_stem_without_question(
    single_choice: QuestionSpec, edit, found, text: dict[str, str], language: str
) -> None:
    assert found(edit(single_choice, "stem", **text)) == [("W", "STEM-04", language, "stem")]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Select the figure that comes first.", "请选出应首先关注的指标。"),
        ("Which figure comes first? (one answer)", "应首先关注哪项指标？（单选）"),
        ("The teams ask “which figure comes first?”", "团队问“哪项指标最先？”"),
    ],
)
def test_it_accepts_instructions_and_closing_notes(
    single_choice: QuestionSpec, edit, found, english: str, chinese: str
) -> None:
    assert found(edit(single_choice, "stem", en=SCENE_EN + english, zh=SCENE_ZH + chinese)) == []
