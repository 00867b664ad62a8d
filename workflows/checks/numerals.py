"""Numerals: the digits of a text in any width, and small numbers in Chinese.

數字. The value of what stands there, or None:

>>> value_of("１２"), value_of("二十一"), value_of("兩"), value_of("一一四"), value_of("〇")
(12, 21, 2, 114, 0)
"""

DIGITS = "0-9０-９"
HAN_DIGITS = "〇零一二三四五六七八九"
HAN = f"{HAN_DIGITS}十百兩"

_NARROW = str.maketrans("０１２３４５６７８９，．％：", "0123456789,.%:")
_VALUES = {each: max(at - 1, 0) for at, each in enumerate(HAN_DIGITS)} | {"兩": 2}
_UNITS = {"十": 10, "百": 100}

MAX_DIGITS = 15
"""Longer rows of digits are codes, not numbers."""


def narrow(text: str) -> str:
    """Return a text with half-width digits, as long as it was."""
    return text.translate(_NARROW)


def value_of(written: str) -> int | None:
    """Return the whole number that is written, in digits or in Chinese up to 999."""
    written = narrow(written)
    if written.isascii() and written.isdigit():
        return int(written) if len(written) <= MAX_DIGITS else None
    if not written or len(written) > MAX_DIGITS or any(each not in HAN for each in written):
        return None
    if not set(written) & set(_UNITS):
        return int("".join(str(_VALUES[each]) for each in written))
    return _with_units(written)


def _with_units(written: str) -> int:
    total, ones = 0, None
    for each in written:
        if each in _UNITS:
            total += (1 if ones is None else ones) * _UNITS[each]
            ones = None
        else:
            ones = _VALUES[each]
    return total + (ones or 0)
