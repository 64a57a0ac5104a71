"""Small items without any finding, and two tools: change one text, list the findings."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assessment.bank.lint.core import check
from assessment.values import OptionSpec, PartSpec, QuestionSpec, Text

Found = tuple[str, str, str, str]


def question(part: PartSpec) -> QuestionSpec:
    return QuestionSpec(
        parts=(part,),
        explanation=Text(
            "Watch the quantity that a user can feel. Averages hide queues, so a mean may look fine while replies lag.",
            "应关注用户能感受到的量。平均值会掩盖排队，所以均值看起来正常时，响应也可能已经变慢。",
        ),
        level="practitioner",
        cognitive="A",
        skill="C08.1",
        difficulty=0.2,
        minutes=1.0,
    )


def row(key: str, en: str, zh: str, right: bool = False, role: str = "option") -> OptionSpec:
    feedback = Text(f"{'Right' if right else 'Wrong'}: {en.lower()}.", f"{'正确' if right else '错误'}：{zh}。")
    return OptionSpec(key, role, Text(en, zh), feedback, float(right))


@pytest.fixture
def single_choice() -> QuestionSpec:
    stem = Text(
        "A team moves a classifier from one server to a pair of servers, and a balancer sends half of the requests "
        "to each. Which figure should the team watch first?",
        "某团队把一个分类器从一台服务器扩到一对服务器，负载均衡器给每台分配一半请求。团队应首先关注哪项指标？",
    )
    options = (
        row("a", "Tail latency of the replies", "响应的尾部时延", right=True),
        row("b", "Number of training samples", "训练样本的数量"),
        row("c", "Share of reviewed labels", "复核标签的占比"),
    )
    return question(PartSpec("single_choice", stem, options, {"shuffle": True}))


@pytest.fixture
def multiple_response() -> QuestionSpec:
    stem = Text(
        "A team repeats a training run on the same kind of device. Which records does it need for that? "
        "Select ALL that apply.",
        "某团队要在同型号设备上重复一次训练。为此需要哪些记录？请选出【所有】正确项。",
    )
    options = (
        row("a", "Commit of the code", "代码的提交号", right=True),
        row("b", "Seeds of all generators", "随机数的种子", right=True),
        row("c", "Name of the operator", "操作者的姓名"),
        row("d", "Colour of the rack", "机柜的颜色"),
    )
    return question(PartSpec("multiple_response", stem, options, {"shuffle": True}))


@pytest.fixture
def true_false() -> QuestionSpec:
    stem = Text(
        'Statement: "A service that does not store its inputs can still be monitored." '
        "Is the statement true or false, and why?",
        "陈述：“一个不保存输入的服务仍然可以被监控。”该陈述是真还是假？理由是什么？",
    )
    reasons = (
        row("a", "Counters need no copies.", "计数器无需副本。", right=True, role="reason"),
        row("b", "Alarms need raw rows.", "告警要靠原始行。", role="reason"),
        row("c", "Storage is the monitor.", "存储就是监控。", role="reason"),
    )
    return question(PartSpec("true_false_reason", stem, reasons, {"truth": True, "shuffle": True}))


@pytest.fixture
def numeric() -> QuestionSpec:
    stem = Text(
        "A model has 7 billion parameters and each of them takes 2 bytes. Counting the weights alone, how much memory "
        "do they need? (1 GB = 10^9 bytes)",
        "某模型有 7 个十亿参数，每个参数占 2 字节。只计权重，它们一共需要多少显存才能放下？（1 GB = 10^9 字节）",
    )
    wrong = (
        OptionSpec("w1", "wrong_value", Text("7", "7"), Text("You took one byte each.", "你按一字节计算了。")),
        OptionSpec("w2", "wrong_value", Text("3.5", "3.5"), Text("You divided.", "你做了除法。")),
    )
    data = {
        "answer": "14",
        "unit": {"en": "GB", "zh_hans": "GB"},
        "tolerance_kind": "relative",
        "tolerance": "0.02",
        "decimals": 0,
    }
    return question(PartSpec("numeric", stem, wrong, data))


@pytest.fixture
def found() -> Callable[[QuestionSpec], list[Found]]:
    """Severity, code, language and place of every finding."""

    def list_findings(spec: QuestionSpec) -> list[Found]:
        return [(problem.severity, problem.code, problem.language, problem.where) for problem in check(spec)]

    return list_findings


@pytest.fixture
def edit() -> Callable[..., QuestionSpec]:
    """`edit(spec, "option b, feedback", en=…, zh=…)`: the item with another text in one place."""

    def change(spec: QuestionSpec, where: str, en: str | None = None, zh: str | None = None) -> QuestionSpec:
        def new(text: Text) -> Text:
            return Text(text.en if en is None else en, text.zh_hans if zh is None else zh)

        part = spec.parts[0]
        if where == "explanation":
            return replace(spec, explanation=new(spec.explanation))
        if where == "stem":
            return replace(spec, parts=(replace(part, stem=new(part.stem)),))
        name, _, field = where.partition(", ")
        options = tuple(
            option
            if f"{option.role} {option.key}" != name
            else replace(option, feedback=new(option.feedback))
            if field
            else replace(option, text=new(option.text))
            for option in part.options
        )
        assert options != part.options, f"there is no {where} to change"
        return replace(spec, parts=(replace(part, options=options),))

    return change
