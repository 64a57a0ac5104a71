"""Reading numbers as people write them."""

from fractions import Fraction

import pytest

from assessment.lib.numerals import MAX_LENGTH, read_number

DAYS = ("days", "天")
GIGABYTES = ("GB", "GB")
PERCENT = ("%", "%")
TIMES = ("times", "倍")
AREA = ("m²", "平方米")

PLAIN = [
    ("0", "0"),
    ("1000", "1000"),
    ("007", "7"),
    ("1.5", "1.5"),
    (".5", "0.5"),
    ("5.", "5"),
    ("0.10", "0.1"),
    ("3.14159265358979323846", "3.14159265358979323846"),
    ("+5", "5"),
    ("-5", "-5"),
    ("-0", "0"),
    ("+ 5", "5"),
    ("- 5", "-5"),
    ("-.5", "-0.5"),
    ("  42  ", "42"),
    ("\t42\n", "42"),
    ("9" * MAX_LENGTH, "9" * MAX_LENGTH),
]
COMMAS_AND_GROUPS = [
    ("1,000", "1000"),
    ("-1,000", "-1000"),
    ("+1,000", "1000"),
    ("12,345", "12345"),
    ("123,456", "123456"),
    ("1,000,000", "1000000"),
    ("1,000.5", "1000.5"),
    ("1 000", "1000"),
    ("1 000 000", "1000000"),
    ("- 1 000", "-1000"),
    ("1 000.25", "1000.25"),
    ("1'000", "1000"),
    ("1'000'000.5", "1000000.5"),
    ("1\u2019000", "1000"),
    ("1\u066c000", "1000"),
    ("1.000,5", "1000.5"),
    ("1.234.567,89", "1234567.89"),
    ("1 000,5", "1000.5"),
    ("1'000,5", "1000.5"),
    ("1.000", "1"),
    ("1,5", "1.5"),
    ("1,50", "1.5"),
    (",5", "0.5"),
    ("-,5", "-0.5"),
    ("0,5", "0.5"),
    ("-0,5", "-0.5"),
    ("0,125", "0.125"),
    ("-0,125", "-0.125"),
    ("12,34", "12.34"),
    ("3,1416", "3.1416"),
    ("1234,567", "1234.567"),
    ("15,2153167", "15.2153167"),
    ("0,000", "0"),
]
WIDTH_SPACES_SIGNS = [
    ("１２３", "123"),
    ("１２．５", "12.5"),
    ("１，０００", "1000"),
    ("－５", "-5"),
    ("＋５", "5"),
    ("\u22125", "-5"),
    ("\u20125", "-5"),
    ("\u20135", "-5"),
    ("\ufe635", "-5"),
    ("\u22120.5", "-0.5"),
    ("1\u00a0000", "1000"),
    ("1\u2009000", "1000"),
    ("1\u202f000", "1000"),
    ("1\u2007000", "1000"),
    ("1\u2002000", "1000"),
    ("1\u3000000", "1000"),
    ("\u300042\u3000", "42"),
    ("1000\u200b", "1000"),
    ("\ufeff1000", "1000"),
    ("\u200e1000\u200f", "1000"),
    ("1\u00ad000", "1000"),
]
POWERS = [
    ("1e3", "1000"),
    ("1E3", "1000"),
    ("1e+3", "1000"),
    ("1e-3", "0.001"),
    ("1e\u22123", "0.001"),
    ("1 e 3", "1000"),
    ("1ｅ3", "1000"),
    ("-1.5e3", "-1500"),
    (".5e1", "5"),
    ("5.e3", "5000"),
    ("1,5e3", "1500"),
    ("1,000e3", "1000000"),
    ("1 000e3", "1000000"),
    ("0e300", "0"),
    ("1e03", "1000"),
    ("1.2x10^3", "1200"),
    ("1.2X10^3", "1200"),
    ("1.2×10^3", "1200"),
    ("1.2 × 10^3", "1200"),
    ("1.2 × 10 ^ 3", "1200"),
    ("1.2·10^3", "1200"),
    ("1.2⋅10^3", "1200"),
    ("1.2*10^3", "1200"),
    ("1.2×10^-3", "0.0012"),
    ("1.2×10^\u22123", "0.0012"),
    ("1.2×10^(-3)", "0.0012"),
    ("1.2×10^(3)", "1200"),
    ("-1.2×10^3", "-1200"),
    ("１．２×１０＾３", "1200"),
    ("10^3", "1000"),
    ("-10^3", "-1000"),
    ("+10^3", "1000"),
    ("10^-2", "0.01"),
    ("0x10^3", "0"),
]
WITH_UNIT = [
    ("15.2 days", DAYS, "15.2"),
    ("15.2days", DAYS, "15.2"),
    ("15.2 DAYS", DAYS, "15.2"),
    ("15.2 天", DAYS, "15.2"),
    ("15.2天", DAYS, "15.2"),
    ("１５天", DAYS, "15"),
    ("15,2 天", DAYS, "15.2"),
    ("1,000 天", DAYS, "1000"),
    ("1e3 days", DAYS, "1000"),
    ("1.2×10^3 天", DAYS, "1200"),
    ("42.9 GB", GIGABYTES, "42.9"),
    ("42.9gb", GIGABYTES, "42.9"),
    ("42.9\u00a0GB", GIGABYTES, "42.9"),
    ("42.9 ＧＢ", GIGABYTES, "42.9"),
    ("12 %", PERCENT, "12"),
    ("12%", PERCENT, "12"),
    ("12％", PERCENT, "12"),
    ("1024倍", TIMES, "1024"),
    ("1024 times", TIMES, "1024"),
    ("5 m²", AREA, "5"),
    ("5 平方米", AREA, "5"),
    ("1 ㎏", ("kg", "千克"), "1"),
    ("5 µs", ("\u03bcs", "微秒"), "5"),
    ("5 per year", ("per  year", "每年"), "5"),
    ("7 W\u2013h", ("W\u2013h", "瓦时"), "7"),
    ("5 requests/s", ("s", "requests/s"), "5"),
    ("5", DAYS, "5"),
    ("5", ("", ""), "5"),
]
NOT_NUMBERS = [
    "abc", "five", "五", "五千", "1a", "a1", "0x1A", "0b11", "0o7", "1_000", "nan", "NaN", "inf", "-inf", "Infinity",
    "∞", "½", "1½", "⅓", "1/2", "1⁄2", "10²", "2³", "1.2×10⁵", "m²", "①", "₂", "٣", "1e٣", "१२", "IV", "Ⅳ",
    "--5", "+-5", "5-", "1-2", "1 – 2", "1~2", "≈5", ">5", "$5", "€5", "5%", "5 GB", "5万", "(5)", "[5]", "=5", "5!",
    "1e", "e5", "1e3.5", "1ee3", "1e3e3", ".e3", "1 2e3", "1 2", "12 34", "1 0000", "10^", "^3", "10^(3", "10^3)",
    "2^10", "10**3", "x10^3", "1.2.3", "1..2", "1,,000", "1,000,00", "10,00,000", "1,000 000", "1'000 000", "5,", ",",
    ".", "-", "+", "'", "1.5,5", "1, 000", "1 ,5", "3。5", "1、5", "1\n2", "1\x005", "\x00", "\ud800", "5 5 5", "1;2",
]  # fmt: skip
WRONG_UNITS = [
    ("5 hours", DAYS),
    ("5 天天", DAYS),
    ("days", DAYS),
    ("5 days days", DAYS),
    ("10²", AREA),
    ("5 mm", ("m",)),
]


@pytest.mark.parametrize(("text", "value"), PLAIN + COMMAS_AND_GROUPS + WIDTH_SPACES_SIGNS + POWERS)
def test_it_reads_a_number(text: str, value: str) -> None:
    assert read_number(text).value == Fraction(value)
    assert read_number(text).trouble == ""


@pytest.mark.parametrize(("text", "units", "value"), WITH_UNIT)
def test_it_reads_a_number_with_its_unit(text: str, units: tuple[str, ...], value: str) -> None:
    assert read_number(text, units).value == Fraction(value)


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_it_refuses_what_is_not_one_number(text: str) -> None:
    assert read_number(text).value is None
    assert read_number(text).trouble == "not_a_number"


@pytest.mark.parametrize(("text", "units"), WRONG_UNITS)
def test_it_refuses_another_unit_and_a_unit_without_number(text: str, units: tuple[str, ...]) -> None:
    assert read_number(text, units).trouble == "not_a_number"


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\u00a0\u2009", "\u200b", "\ufeff "])
def test_it_calls_blank_text_empty(text: str) -> None:
    assert read_number(text).trouble == "empty"


@pytest.mark.parametrize("text", ["1e400", "1e301", "1e-301", "-1e400", "10^999999999", "1.5×10^400", "1e" + "9" * 60])
def test_it_refuses_absurd_powers_without_computing_them(text: str) -> None:
    assert read_number(text).trouble == "too_large"


@pytest.mark.parametrize(("text", "exponent"), [("1e300", 300), ("1e-300", -300), ("10^300", 300)])
def test_it_reads_the_largest_powers_exactly(text: str, exponent: int) -> None:
    assert read_number(text).value == Fraction(10) ** exponent


@pytest.mark.parametrize(
    "text", ["9" * (MAX_LENGTH + 1), " " * (MAX_LENGTH + 1), "1" * 10_000_000, "１，" * 5_000_000, "e" * 10_000_000]
)
def test_it_does_not_look_into_long_text(text: str) -> None:
    assert read_number(text).trouble == "too_long"


@pytest.mark.parametrize("text", ["﷽" * MAX_LENGTH, "1e" * 32, "10^" * 21, "1 " * 32, "1,000," * 10, "×10^3" * 12])
def test_it_never_raises_on_text_that_folds_to_something_longer_or_stranger(text: str) -> None:
    assert read_number(text).value is None


def test_it_keeps_every_digit() -> None:
    assert read_number("0.1").value == Fraction(1, 10)
    assert read_number("12345678901234567890.123456789").value == Fraction("12345678901234567890.123456789")
