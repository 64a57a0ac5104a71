"""Four items of the project's own, as their writers key them: two orders and two matchings.

Stems are amended where the lint asks for it: nothing is on the left of a phone, and a spare description is
said without a negation.
"""

from assessment.values import OptionSpec, PartSpec, QuestionSpec, Text


def element(key: str, en: str, zh: str, why: str, why_zh: str) -> OptionSpec:
    return OptionSpec(key, "element", Text(en, zh), Text(why, why_zh))


def side(role: str, key: str, en: str, zh: str, why: str = "", why_zh: str = "") -> OptionSpec:
    return OptionSpec(key, role, Text(en, zh), Text(why, why_zh))


EX01 = PartSpec(
    "ordering",
    Text(
        "Arrange these 6 publications from earliest (top) to latest (bottom) by year of first publication.",
        "请按论文首次发表的年份，从最早（上）到最晚（下）排列以下 6 项。",
    ),
    (
        element(
            "a",
            "Turing's paper proposing the imitation game",
            "图灵提出“模仿游戏”的论文",
            "1950. The lecture takes the Turing test as its starting point.",
            "1950 年。讲座以图灵测试作为起点。",
        ),
        element(
            "b",
            "Simulated annealing as a general optimisation method",
            "提出模拟退火这一通用优化方法的论文",
            "1983 (Kirkpatrick, Gelatt and Vecchi).",
            "1983 年（Kirkpatrick、Gelatt、Vecchi）。",
        ),
        element(
            "c",
            "The Nature paper that popularised back-propagation",
            "推广反向传播的《自然》论文",
            "1986. Neural networks (1943, 1958) and the method itself (1970 onwards) are older; this "
            "paper popularised it.",
            "1986 年。神经网络（1943、1958）与该方法（1970 年起）都更早，这篇论文的贡献是推广。",
        ),
        element(
            "d",
            "Sequence-to-sequence learning with LSTM networks",
            "基于 LSTM 的序列到序列学习（seq2seq）",
            "2014 (Sutskever, Vinyals and Le).",
            "2014 年（Sutskever、Vinyals、Le）。",
        ),
        element("e", "BERT", "BERT", "2018 preprint (conference version 2019).", "2018 年预印本（会议版 2019 年）。"),
        element(
            "f",
            "GPT-3",
            "GPT-3",
            "2020, with 175 billion parameters in its largest version.",
            "2020 年，最大版本 1750 亿参数。",
        ),
    ),
    {"sort_keys": {"a": "1950", "b": "1983", "c": "1986", "d": "2014", "e": "2018", "f": "2020"}},
)
EX20 = PartSpec(
    "ordering",
    Text(
        "Order the steps by which one ad impression comes to influence the live parameters of an "
        "online-learned click model.",
        "请按先后顺序排列以下步骤，说明一次广告曝光如何最终影响在线学习点击模型的线上参数。",
    ),
    (
        element(
            "a",
            "Serve the ranked ads and log the request id with the features used",
            "返回排好序的广告，并记录请求 ID 与所用特征",
            "Logging at request time keeps the features exactly as the model saw them.",
            "在请求时落盘，才能保留模型当时所见的特征。",
        ),
        element(
            "b",
            "Log the click, or let the attribution window close without one",
            "记录点击，或等到归因窗口结束仍无点击",
            "A negative exists only when the window has closed; delayed conversions need special care.",
            "窗口结束后才有负样本；延迟转化需特殊处理。",
        ),
        element(
            "c",
            "Join the outcome with the logged features by request id",
            "按请求 ID 把结果与已记录的特征拼接",
            "The join makes the training sample.",
            "拼接后才形成训练样本。",
        ),
        element(
            "d",
            "Update the training-side parameters with the joined sample",
            "用拼接好的样本更新训练侧参数",
            "Updates are applied away from serving.",
            "更新先在训练侧进行，不直接动线上。",
        ),
        element(
            "e",
            "Check the updated parameters on the most recent window",
            "用最近时间窗口检验更新后的参数",
            "The gate comes before the push: calibration, quality, invalid numbers.",
            "关口在推送之前：校准、质量、非法数值。",
        ),
        element(
            "f",
            "Push the changed parameters to the serving replicas",
            "把变化的参数推送到服务副本",
            "Only now does the impression influence live ranking; keep a known-good snapshot.",
            "到这一步曝光才影响线上排序；要保留已知良好的快照。",
        ),
    ),
)
EX03 = PartSpec(
    "matching",
    Text(
        "Match each model with its description (1 description is spare).",
        "请将各模型与其描述配对（有 1 个描述是多余的）。",
    ),
    (
        side(
            "left",
            "1",
            "BiLSTM",
            "BiLSTM",
            "BiLSTM is a layer type: it reads both directions but does not by itself generate a sequence.",
            "BiLSTM 是一种层结构：双向读取，但自身并不生成序列。",
        ),
        side(
            "left",
            "2",
            "seq2seq (2014)",
            "seq2seq (2014)",
            "The encoder-decoder split lets input and output lengths differ. Choosing the "
            "two-direction description mixes a layer with an architecture.",
            "编码器—解码器分工使输入输出长度可以不同。误选“双向循环计算”是把层与整体架构混为一谈。",
        ),
        side(
            "left",
            "3",
            "BERT",
            "BERT",
            "BERT uses both sides of the context through masking; choosing next-token prediction swaps it with GPT.",
            "BERT 借助遮盖利用两侧上下文；误选“预测下一个词元”是与 GPT 混淆。",
        ),
        side(
            "left",
            "4",
            "GPT-3",
            "GPT-3",
            "GPT-3 sees only the left context when predicting; choosing masked-token recovery swaps it with BERT.",
            "GPT-3 预测时只看左侧上下文；误选“还原被遮盖的词元”是与 BERT 混淆。",
        ),
        side(
            "right",
            "P",
            "Transformer decoder trained to predict the next token and used with examples in the prompt",
            "Transformer 解码器，训练目标是预测下一个词元，使用时可在提示中给出示例",
        ),
        side(
            "right",
            "Q",
            "Two recurrent passes, forward and backward, whose states are joined at every position",
            "正向与反向两次循环计算，在每个位置拼接状态",
        ),
        side(
            "right",
            "R",
            "Stacked convolutions with identity shortcuts across groups of layers",
            "堆叠卷积，并在若干层之间加入恒等捷径",
            "The convolution-with-shortcuts description is a residual network such as ResNet (2015), "
            "from the computer-vision line.",
            "“堆叠卷积并加恒等捷径”描述的是 ResNet（2015）一类残差网络，属于计算机视觉路线。",
        ),
        side(
            "right",
            "S",
            "Transformer encoder trained to recover masked tokens from context on both sides",
            "Transformer 编码器，训练目标是用两侧上下文还原被遮盖的词元",
        ),
        side(
            "right",
            "T",
            "One network encodes the input sequence and another generates the output sequence",
            "一个网络编码输入序列，另一个网络生成输出序列",
        ),
    ),
    {"pairs": {"1": "Q", "2": "T", "3": "S", "4": "P"}},
)
EX09 = PartSpec(
    "matching",
    Text(
        "Match each tool with what it was best known for when it was released (1 description is spare).",
        "请将每个工具与其发布时最为人知的特点配对（有 1 个描述是多余的）。",
    ),
    (
        side(
            "left",
            "1",
            "Theano",
            "Theano",
            "Theano (from 2007-08, paper 2010) is older than Caffe, although the lecture names Caffe first.",
            "Theano（2007–08 起，论文 2010）早于 Caffe，尽管讲座先提到 Caffe。",
        ),
        side(
            "left",
            "2",
            "Kaldi",
            "Kaldi",
            "Kaldi (2011) is a domain toolkit, not a general deep-learning framework.",
            "Kaldi（2011）是领域工具包，不是通用深度学习框架。",
        ),
        side(
            "left",
            "3",
            "Caffe",
            "Caffe",
            "Caffe (2013-14) made convolutional networks easy to configure and share.",
            "Caffe（2013–14）让卷积网络易于配置与共享。",
        ),
        side(
            "left",
            "4",
            "TensorFlow (2015)",
            "TensorFlow (2015)",
            "This is what the lecture means by joining training and inference.",
            "这就是讲座所说的训推一体。",
        ),
        side(
            "left",
            "5",
            "PyTorch (2017)",
            "PyTorch (2017)",
            "This is the research orientation the lecture mentions.",
            "这就是讲座提到的研究导向。",
        ),
        side(
            "right",
            "P",
            "Define-by-run execution in ordinary Python, suited to fast research iteration",
            "以普通 Python 即时执行（define-by-run），便于快速研究迭代",
        ),
        side("right", "Q", "A toolkit for building speech-recognition systems", "用于构建语音识别系统的工具包"),
        side(
            "right",
            "R",
            "A dataflow graph meant to span training and deployment on varied hardware",
            "数据流图，旨在贯通训练与多种硬件上的部署",
        ),
        side(
            "right",
            "S",
            "A language that separates algorithm from schedule for image pipelines",
            "为图像流水线把算法与调度分开的语言",
            "The algorithm/schedule description is Halide (paper 2012-13), whose split TVM adopted later.",
            "“把算法与调度分开”描述的是 Halide（论文 2012–13），其思想后来被 TVM 采用。",
        ),
        side(
            "right",
            "T",
            "A Python compiler of symbolic array expressions with automatic differentiation",
            "用 Python 定义符号数组表达式，再编译执行，并支持自动求导",
        ),
        side(
            "right",
            "U",
            "Convolutional networks for vision described in layer configuration files",
            "用层配置文件描述的视觉卷积网络",
        ),
    ),
    {"pairs": {"1": "T", "2": "Q", "3": "U", "4": "R", "5": "P"}},
)
PARTS = {"EX-01": EX01, "EX-03": EX03, "EX-09": EX09, "EX-20": EX20}
EXPLANATION = Text("Dates, roles and steps follow from each other.", "年代、角色与步骤之间有先后和对应关系。")
# Why a finding of the lint is accepted.
NOTES = {
    "LANG-01": "175 billion is 1750 亿, and seq2seq holds a 2.",
    "STEM-03": "Short on purpose.",
}


def question(name: str, skill: str = "C01.1") -> QuestionSpec:
    """The whole item."""
    return QuestionSpec((PARTS[name],), EXPLANATION, "foundation", "R", skill, 0.0, notes=NOTES)
