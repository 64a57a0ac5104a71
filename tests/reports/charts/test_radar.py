"""The radar: everything inside the picture, nothing over anything else."""

from itertools import combinations
from math import hypot

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.reports.charts.radar import Axis, Label, Radar, radar

RINGS = (25.0, 50.0, 75.0, 100.0)


def drawn(axes: list[Axis], size: float = 12.5) -> Radar:
    return radar(axes, RINGS, radius=118, label_width=118, size=size)


def box(label: Label, size: float) -> tuple[float, float, float, float]:
    return label.left, label.lines[0].y - size, label.right, label.lines[-1].y + 0.3 * size


def names(root: object, language: str) -> list[str]:
    seeds = yaml.safe_load((root / "seeds/competencies.yaml").read_text(encoding="utf-8"))  # type: ignore[operator]
    return [row["name"][language] for row in seeds["competencies"]]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_names_of_our_competencies_are_neither_clipped_nor_over_each_other(root: object, language: str) -> None:
    shape = drawn([Axis(name, 50, 60) for name in names(root, language)])
    boxes = [box(label, shape.size) for label in shape.labels]
    assert len(boxes) == 12
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= shape.width
        assert bottom <= shape.height
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in combinations(boxes, 2):
        assert r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abc def 架构", min_size=1, max_size=40).filter(str.strip), min_size=3, max_size=16))
def test_labels_of_any_length_stay_inside(labels: list[str]) -> None:
    shape = drawn([Axis(label) for label in labels])
    for label in shape.labels:
        left, top, right, bottom = box(label, shape.size)
        assert left >= -0.01
        assert top >= -0.01
        assert right <= shape.width + 0.01
        assert bottom <= shape.height + 0.01


def test_the_first_axis_points_up_and_values_lie_on_their_axes() -> None:
    shape = drawn([Axis("a", 100.0), Axis("b", 50.0), Axis("c", 0.0), Axis("d", 25.0)])
    up, right, down, left = shape.measured
    assert (up.x, up.y) == pytest.approx((shape.centre.x, shape.centre.y - 118))
    assert (right.x, right.y) == pytest.approx((shape.centre.x + 59, shape.centre.y))
    assert (down.x, down.y) == pytest.approx((shape.centre.x, shape.centre.y))
    assert (left.x, left.y) == pytest.approx((shape.centre.x - 29.5, shape.centre.y))
    assert shape.rings == (29.5, 59, 88.5, 118)


def test_a_value_outside_the_scale_is_drawn_at_its_edge() -> None:
    shape = drawn([Axis("a", 140.0), Axis("b", -5.0), Axis("c", 10.0)])
    distances = [hypot(p.x - shape.centre.x, p.y - shape.centre.y) for p in shape.measured]
    assert distances == pytest.approx([118, 0, 11.8], abs=0.02)


def test_lines_join_neighbours_and_stop_at_a_gap() -> None:
    full = drawn([Axis("a", 10, 20), Axis("b", 20, 30), Axis("c", 30, 40), Axis("d", 40, 50)])
    assert len(full.measured_lines) == len(full.claimed_lines) == 4
    gap = drawn([Axis("a", 10), Axis("b", None), Axis("c", 30), Axis("d", 40)])
    assert len(gap.measured) == 3
    assert [(line.start, line.end) for line in gap.measured_lines] == [
        (gap.measured[1], gap.measured[2]),
        (gap.measured[2], gap.measured[0]),
    ]
    assert gap.claimed_lines == ()


def test_two_axes_are_no_radar() -> None:
    with pytest.raises(ValueError, match="three axes"):
        drawn([Axis("a"), Axis("b")])
