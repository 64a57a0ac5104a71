"""A small bank: one competency, its sources, and publishable content of every type."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from assessment.bank import actions
from assessment.bank.content import content_hash
from assessment.bank.models import Competency, LectureClaim, Question, QuestionVersion, Reference, Skill
from assessment.bank.specs import load_spec
from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text
from tests.bank.attacks import state

Make = Callable[..., Question]


def row(key: str, en: str, zh: str, right: bool = False, role: str = "option") -> OptionSpec:
    return OptionSpec(key, role, Text(en, zh), Text(f"On {en.lower()}.", f"关于{zh}。"), float(right))


PARTS = (
    PartSpec(
        "single_choice",
        Text(
            "A team moves a classifier to a pair of servers, and a balancer sends half of the requests to each. "
            "Which figure comes first?",
            "某团队把一个分类器扩到一对服务器，负载均衡器给每台分配一半请求。应首先关注哪项指标？",
        ),
        (
            row("a", "Tail latency of replies", "响应的尾部时延", right=True),
            row("b", "Number of all samples", "训练样本的数量"),
            row("c", "Share of good labels", "复核标签的占比"),
        ),
        {"shuffle": True},
    ),
    PartSpec(
        "multiple_response",
        Text(
            "A team repeats a training run on the same kind of device. Which records does it need for that? "
            "Select ALL that apply.",
            "某团队要在同型号设备上重复一次训练。为此需要哪些记录？请选出【所有】正确项。",
        ),
        (
            row("a", "Commit of the code", "代码的提交号", right=True),
            row("b", "Seeds of all generators", "随机数的种子", right=True),
            row("c", "Name of the operator", "操作者的姓名"),
            row("d", "Colour of the rack", "机柜的颜色"),
        ),
        {"shuffle": True},
    ),
    PartSpec(
        "true_false_reason",
        Text(
            'Statement: "A service that stores no inputs can still be monitored." '
            "Is the statement true or false, and why?",
            "陈述：“一个不保存输入的服务仍然可以被监控。”该陈述是真还是假？理由是什么？",
        ),
        (
            row("a", "Counters need no copies.", "计数器无需副本。", right=True, role="reason"),
            row("b", "Alarms need raw rows.", "告警要靠原始行。", role="reason"),
            row("c", "Storage is the monitor.", "存储就是监控。", role="reason"),
        ),
        {"shuffle": True, "truth": True},
    ),
    PartSpec(
        "numeric",
        Text(
            "A service keeps 12 replicas on each of 5 hosts and nothing else. How many replicas does it keep in all?",
            "某服务在 5 台主机上各运行 12 个副本，此外没有别的副本。所有主机上一共有多少个副本？",
        ),
        (
            OptionSpec("w1", "wrong_value", Text("17", "17"), Text("You added.", "你做了加法。")),
            OptionSpec("w2", "wrong_value", Text("2.4", "2.4"), Text("You divided.", "你做了除法。")),
        ),
        {
            "answer": "60",
            "unit": {"en": "replicas", "zh_hans": "个副本"},
            "tolerance_kind": "relative",
            "tolerance": "0.01",
            "decimals": 0,
        },
    ),
)


@pytest.fixture
def contents() -> dict[str, QuestionSpec]:
    """Content of every type that can be published as it is."""
    return {
        part.type: QuestionSpec(
            parts=(part,),
            explanation=Text("Watch what a user can feel.", "应关注用户能感受到的量。"),
            level="practitioner",
            cognitive="A",
            skill="C01.1",
            difficulty=0.2,
            difficulty_reason="Two steps.",
            minutes=1.5,
            sources=(SourceSpec(claim="L1-a"), SourceSpec("", "Doe2020", "section 2", "2026-10-01")),
            notes={"STEM-02": "meant so"},
        )
        for part in PARTS
    }


@pytest.fixture
def frame(db: None) -> Competency:
    """A competency with two skills, and two sources of each kind."""
    names = {f"{name}_{language}": "x" for name in ("domain_name", "name", "summary", "definition")
             for language in ("en", "zh_hans")}  # fmt: skip
    competency = Competency.objects.create(code="C01", domain="D1", **names)
    for code in ("C01.1", "C01.2"):
        Skill.objects.create(code=code, competency=competency, text_en="Read", text_zh_hans="读")
    for code in ("L1-a", "L1-b"):
        LectureClaim.objects.create(
            code=code, section="1", section_title_en="One", section_title_zh_hans="一",
            text_en="A claim", text_zh_hans="一个说法", kind="F", use="OK",
        )  # fmt: skip
    for key in ("Doe2020", "Roe2021"):
        Reference.objects.create(key=key, authors="Doe", title="Title")
    return competency


@pytest.fixture
def make(frame: Competency, contents: dict[str, QuestionSpec]) -> Make:
    """`make("C01-01", "numeric", level="architect")`: a question with a draft."""

    def make_question(slug: str = "C01-01", kind: str = "single_choice", **changes: object) -> Question:
        question = actions.create_question(slug, "C01")
        actions.save_draft(question, replace(contents[kind], **changes))
        return question

    return make_question


@pytest.fixture
def sealed(make: Make) -> QuestionVersion:
    """The published version of C01-01, single choice, with options and both kinds of source."""
    version = actions.publish(make("C01-01"))
    assert version is not None
    return version


@pytest.fixture
def draft(make: Make) -> QuestionVersion:
    """The draft of another question."""
    return make("C01-02", "multiple_response").versions.get()


@pytest.fixture
def unharmed(sealed: QuestionVersion) -> Iterator[None]:
    """After every attack the version, its rows and its publication are what they were."""
    before = state(sealed)
    assert content_hash(load_spec(sealed)) == sealed.content_hash
    yield
    assert state(sealed) == before
    assert content_hash(load_spec(QuestionVersion.objects.get(pk=sealed.pk))) == sealed.content_hash
