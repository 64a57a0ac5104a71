"""A quiz with one question of each type that is answered in writing, and what is written there."""

import json
from pathlib import Path
from typing import Any

from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text

EX_24 = Path(__file__).parents[1] / "bank" / "question_types" / "ex_24.json"
SLUG = "in-writing"
SHORT, GAPS, OPEN = 1, 2, 3


def short_answer() -> PartSpec:
    stem = Text(
        "A model fits its training set almost perfectly, but its error on new data from the same source is three times "
        "as high and keeps rising with every epoch. What is this called?",
        "某模型几乎完美地拟合了训练集，但在同一来源的新数据上误差达到三倍，并随训练轮次持续上升。这种现象叫什么？",
    )
    rows = (
        OptionSpec("a", "accepted", Text("overfitting", "过拟合"), credit=1),
        OptionSpec("b", "accepted", Text("overtraining", "过度拟合"), credit=1),
        OptionSpec("c", "accepted", Text("*memori*", "*记住*"), Text("That is a cause.", "这是原因之一。"), 0.5),
        OptionSpec(
            "w", "wrong_text", Text("underfitting", "欠拟合"),
            Text("Then the training error would be high as well.", "若是欠拟合，训练误差也会很高。"),
        ),
        OptionSpec(
            "x", "wrong_text", Text("*drift*", "*漂移*"),
            Text("Drift means that new data come from elsewhere.", "漂移指新数据的来源发生了变化。"),
        ),
    )  # fmt: skip
    return PartSpec("short_text", stem, rows, {"loose_spaces": True})


def gap_text() -> PartSpec:
    stem = Text(
        "Complete the note of a team that adapts a model of {N} billion parameters.\n\n"
        "We freeze the weights and train small matrices beside them, which is called [[method]]. In 16 bits the frozen "
        "weights take [[weights]] of memory (1 GB = 10^9 bytes). What we save most is the memory for [[saved]], "
        "because frozen weights need none.",
        "请补全某团队的笔记，该团队在适配一个有 {Nzh} 亿参数的模型。\n\n"
        "我们冻结权重，只训练旁边的小矩阵，这种方法称为[[method]]。按 16 位存放，冻结的权重占用[[weights]]内存"
        "（1 GB = 10^9 字节）。节省最多的是[[saved]]所占的内存，因为冻结的权重不需要它。",
    )  # fmt: skip

    def row(key: str, en: str, zh: str, why: tuple[str, str], credit: float = 0) -> OptionSpec:
        return OptionSpec(key, "gap", Text(en, zh), Text(*why), credit)

    rows = (
        row("method-a", "LoRA", "低秩适配", ("", ""), 1),
        row("method-b", "*low rank*", "*低秩*", ("", ""), 1),
        row("method-c", "distillation", "蒸馏", ("That trains a second model.", "那会训练第二个模型。")),
        row("weights-a", "N", "N", ("One byte a weight would be 8 bits.", "每个权重一字节是 8 位。")),
        row("saved-a", "optimizer states", "优化器状态", ("Two numbers a trained weight.", "每个受训权重两个数。"), 1),
        row(
            "saved-b", "the weights", "模型权重", ("They stay in memory for the forward pass.", "前向计算仍需要它们。")
        ),
        row("saved-c", "the training data", "训练数据", ("They do not depend on the weights.", "它们与权重无关。")),
    )
    setting = {
        "method": "text; loose_spaces",
        "weights": "number: answer=2*N; tolerance=0.01 relative; unit=GB",
        "saved": "choice",
    }
    return PartSpec("gap_fill", stem, rows, {"gaps": setting})


def open_answer() -> PartSpec:
    item = json.loads(EX_24.read_text(encoding="utf-8"))
    rubric = [OptionSpec(f"r{i}", "rubric", Text(en, zh), credit=n) for i, (n, en, zh) in enumerate(item["rubric"], 1)]
    errors = [OptionSpec(f"e{i}", "common_error", Text(en, zh)) for i, (en, zh) in enumerate(item["common_errors"], 1)]
    model = {"en": item["model_en"], "zh_hans": item["model_zh"]}
    data = {"model_answer": model, "words_en": 120, "characters_zh_hans": 200, "maximum": 7}
    return PartSpec("open_answer", Text(item["stem_en"], item["stem_zh"]), (*rubric, *errors), data)


def questions() -> dict[str, QuestionSpec]:
    """Content by slug; each can be published as it is."""
    drawn = {"sets": {"N": ["3", "7", "13", "34", "70"]}, "derived": [["Nzh", "N * 10"]]}
    return {
        "TXT-1": _question(short_answer()),
        "GAP-1": _question(gap_text(), parameters=drawn),
        "SA-1": _question(open_answer()),
    }


def _question(part: PartSpec, **more: Any) -> QuestionSpec:
    return QuestionSpec(
        parts=(part,),
        explanation=Text("Look at what was measured, and on which data.", "应看测量的是什么，以及用的是哪些数据。"),
        level="practitioner",
        cognitive="A",
        skill="C12.5",
        difficulty=0.2,
        difficulty_reason="Two steps.",
        minutes=2,
        sources=(SourceSpec(reference="OWASPLLM2025", place="LLM06", opened_on="2026-10-01"),),
        notes=dict.fromkeys(("LANG-01", "STEM-03", "LANG-03", "OPT-07", "STEM-04"), "meant so"),
        **more,
    )


def make_quiz() -> Any:
    """Publish the three questions in the loaded bank, in a quiz of their own."""
    from assessment.bank.actions import create_question, publish, save_draft
    from assessment.delivery.models import Quiz, QuizItem

    quiz = Quiz.objects.create(
        slug=SLUG, title_en="In writing", title_zh_hans="书面作答", description_en="Three questions.",
        description_zh_hans="三道题。", status=Quiz.OPEN, mode=Quiz.ASSESSED, counts=False,
    )  # fmt: skip
    for position, (slug, spec) in enumerate(questions().items()):
        question = create_question(slug, "C12")
        save_draft(question, spec)
        publish(question)
        QuizItem.objects.create(quiz=quiz, question=question, position=position)
    return quiz
