"""Writes the hashes of every run of 12 characters of the lecture, for lint rule COPY-01.

The transcript is not part of the project, so seeds are compared with these hashes instead:

    python scripts/hash_lecture_runs.py path/to/lecture.txt seeds/lecture_runs.txt

Left out: the page around the lecture, runs inside the names and headings listed below, and runs of
plain ASCII.
"""

import hashlib
import re
import sys
import unicodedata
from pathlib import Path

RUN = 12
DIGITS = 10
# From this line on the page advertises a lab and other articles.
END_OF_LECTURE = "相关实践学习"
ALLOWED = (
    "AI 工程化发展及趋势-AI 架构师成长计划(一)|学习笔记",
    "AI 工程化发展及趋势-AI 架构师成长计划(一)。",
    "云原生大数据计算服务MaxCompute",
    "机器学习入门到应用",
    "二、人工智能行业发展趋势",
    "1.人工智能发展史",
    "(3)现代 AI 的曙光",
    "2.人工智能行业要素",
    "3.AI 发展方向",
    "(3)模型的研发和迭代效率加快",
    "(5)数据积累推动新算法的落地",
    "1.AI 无处不在",
    "2.技术易用性加速 AI 自动化发展",
    "3.AI 自动化技术:编译优化",
    "神经网络、遗传算法、模拟退火",
    "Auto machine learning",
    "sequence to sequence",
)


def main(transcript: Path, target: Path) -> None:
    """Read the transcript, write one hash a line, sorted."""
    hashes = sorted(run_hash(run) for run in runs(transcript.read_text(encoding="utf-8")))
    target.write_text("".join(f"{entry}\n" for entry in hashes), encoding="utf-8")
    print(f"{len(hashes)} runs in {target}")


def runs(transcript: str) -> set[str]:
    """Every run of the lecture that counts as its own wording."""
    lecture = fold(transcript.split(f"\n{END_OF_LECTURE}", 1)[0])
    allowed = {run for name in ALLOWED for run in windows(fold(name))}
    return {run for run in windows(lecture) if not run.isascii()} - allowed


def windows(text: str) -> set[str]:
    """Every run of 12 characters of a folded text."""
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


def fold(text: str) -> str:
    """NFKC, without white space: the transcript has half-width punctuation."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def run_hash(run: str) -> str:
    """The first digits of the SHA-256 of a run."""
    return hashlib.sha256(run.encode()).hexdigest()[:DIGITS]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: hash_lecture_runs.py TRANSCRIPT TARGET")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
