"""Counts a text message's segments as the networks charge them, and puts it into the alphabet that costs least.

Source: 3GPP TS 23.038, the GSM 7-bit default alphabet and its extension table.
"""

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "\u2026": "...",
    }
)


def plain(text: str) -> str:
    """*text* on one line, its curly quotes, dashes, dots and special spaces written as the GSM alphabet has them."""
    return " ".join(text.translate(_PLAIN).split())


def segments(text: str) -> int:
    """How many segments *text* is sent and charged as; curly quotes and dashes are written plainly before sending."""
    words = text.translate(_PLAIN)
    if set(words) <= _ALPHABET | _EXTENSION:
        return _count([2 if letter in _EXTENSION else 1 for letter in words], alone=160, joined=153)
    return _count([len(letter.encode("utf-16-le")) // 2 for letter in words], alone=70, joined=67)


def _count(places: list[int], *, alone: int, joined: int) -> int:
    if sum(places) <= alone:
        return 1
    count, used = 1, 0
    for place in places:  # a letter of two places is never split
        if used + place > joined:
            count, used = count + 1, 0
        used += place
    return count
