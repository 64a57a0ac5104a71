"""A question of each type that the shipped bank does not hold, so that the admin is tested with all of them."""

from assessment.bank import actions
from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text


def _row(key: str, role: str, en: str, zh: str, credit: float = 0.0) -> OptionSpec:
    return OptionSpec(key, role, Text(en, zh), Text(f"A note on {en}.", f"关于“{zh}”的说明。"), credit)


SHORT = PartSpec(
    "short_text",
    Text(
        "A model scores well on the data it was trained on and badly on new data. What is this fault called?",
        "某模型在训练数据上得分很高，在新数据上却很低。这种问题叫什么？",
    ),
    (
        _row("a", "accepted", "overfitting", "过拟合", 1.0),
        _row("b", "accepted", "*memor*", "*死记*", 0.5),
        _row("w", "wrong_text", "underfitting", "欠拟合"),
    ),
    {"loose_spaces": False},
)
GAPS = PartSpec(
    "gap_fill",
    Text(
        "Complete the text.\n\nWeights lie in [[place]], and adapting them to a task is called [[term]].",
        "请补全文本。\n\n权重存放在[[place]]中，使其适应某项任务称为[[term]]。",
    ),
    (
        _row("place-a", "gap", "device memory", "显存", 1.0),
        _row("place-b", "gap", "a log file", "日志文件"),
        _row("place-c", "gap", "a job queue", "作业队列"),
        _row("term-a", "gap", "fine-tuning", "微调", 1.0),
        _row("term-b", "gap", "prompting", "提示"),
    ),
    {"gaps": {"place": "choice", "term": "text"}},
)


def publish_samples() -> None:
    """Publish both in the competency C01 of a loaded bank."""
    for slug, part in (("C01-short", SHORT), ("C01-gaps", GAPS)):
        question = actions.create_question(slug, "C01")
        spec = QuestionSpec(
            (part,), Text("The principle stands here.", "这里说明原理。"), "foundation", "R", "C01.1", -0.5,
            sources=(SourceSpec(claim="L2.2.1-a"),),
        )  # fmt: skip
        actions.save_draft(question, spec)
        actions.publish(question)
