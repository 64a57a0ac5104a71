"""Words of reports in both languages."""

import pytest
from django.utils import translation

from assessment.bank.queries import Passage
from assessment.measurement.ability import Ability
from assessment.measurement.levels import Band, band
from assessment.reports import wording
from assessment.reports.rules.calibration import Calibration
from assessment.reports.rules.example import CUTS
from assessment.reports.rules.next_steps import Step
from assessment.reports.rules.standing import Standing
from assessment.values import Text


def standing(theta: float, items: int) -> Standing:
    ability = Ability(theta, 0.3, items)
    return Standing("C01", ability, band(ability, CUTS))


@pytest.mark.parametrize(
    ("standings", "english", "chinese"),
    [
        ([(2.0, 20), (2.0, 20), (0.5, 9)],
         "You are at Architect level in 2 of 3 competencies; at Practitioner level in 1.",
         "在 3 个能力项中，您有 2 项处于“架构师”水平；1 项处于“实践者”水平。"),
        ([(-2.0, 20), (0, 0)], "You are on the way to Foundation level in 1 of 2 competencies; 1 is not measured yet.",
         "在 2 个能力项中，您有 1 项正在迈向“基础”水平；1 项尚未测量。"),
        ([(2.0, 3), (2.0, 2)], "None of 2 competencies is measured well enough yet; 2 rest on fewer than 8 questions.",
         "2 个能力项中，还没有一项得到足够的测量；2 项的依据不足 8 题。"),
    ],
)  # fmt: skip
def test_the_sentence_is_honest_about_what_is_not_measured(
    standings: list[tuple[float, int]], english: str, chinese: str
) -> None:
    given = [standing(theta, items) for theta, items in standings]
    assert wording.profile_sentence(given) == english
    with translation.override("zh-hans"):
        assert wording.profile_sentence(given) == chinese


def test_a_band_is_named_with_what_its_interval_touches() -> None:
    assert wording.band_words(Band("foundation", "foundation", "foundation")) == "Foundation"
    assert (
        wording.band_words(Band("foundation", "below", "practitioner"))
        == "Foundation (before Foundation – Practitioner)"
    )


def test_a_row_is_told_to_who_does_not_see_it() -> None:
    assert wording.row_words(standing(2.0, 20), "foundation") == "measured: Architect; claimed: Foundation"
    assert wording.row_words(standing(0.0, 0), None) == "not measured yet; nothing claimed"


@pytest.mark.parametrize("verdict", ["calibrated", "under", "over"])
def test_every_verdict_has_words_and_a_reason(verdict: str) -> None:
    assert wording.verdict_words(Calibration(verdict))
    assert "interval" in wording.verdict_reason(Calibration(verdict), 9)


STEPS = [
    (Step("quiz", "q", "unmeasured", 0.5), "because “Data” has not been measured yet"),
    (Step("quiz", "q", "wide", 0.5, 1.25, 9), "because the interval of “Data” is still 2.5 bands wide"),
    (Step("quiz", "q", "near", 0.5, 0.2, 9, level="architect"),
     "because you are only 0.2 logits below Architect in “Data”; more answers can tell"),
    (Step("read", "s", "lost", 0.5, 1.5, 2), "because 2 questions that rest on it cost you 1.5 of their points"),
    (Step("close", "s", "open", 0.5, 1.0, 1, level="M3"),
     "because only 1 statement, this one, keeps “Data” from maturity level M3"),
    (Step("close", "s", "open", 0.5, 3.0, 1, level="M3"),
     "because 3 statements keep “Data” from maturity level M3, this one among them"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "reason"), STEPS)
def test_every_step_says_why_in_both_languages(step: Step, reason: str) -> None:
    assert wording.step_reason(step, "Data") == reason
    with translation.override("zh-hans"):
        chinese = wording.step_reason(step, "数据")
        assert chinese.startswith("因为")
        assert "because" not in chinese
        assert "because" not in wording.step_action(step, "题目")


def test_a_passage_of_the_lecture_is_named_by_its_section() -> None:
    assert wording.passage_title(Passage("lecture:L2", Text("Waves", "浪潮"), "L2")) == "Lecture, “Waves” (L2)"
    assert wording.passage_title(Passage("reference:Doe", Text("Doe: T", "Doe: T"), "p. 2")) == "Doe: T"
