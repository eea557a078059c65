"""Counts a text's segments as the networks do (3GPP TS 23.038)."""

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION = frozenset("\f^{}\\[~]|€")  # each takes two places


def segments(body: str) -> int:
    """How many segments *body* is sent and charged as."""
    if set(body) <= _GSM | _GSM_EXTENSION:
        return _parts([2 if letter in _GSM_EXTENSION else 1 for letter in body], alone=160, joined=153)
    return _parts([len(letter.encode("utf-16-le")) // 2 for letter in body], alone=70, joined=67)


def _parts(places: list[int], *, alone: int, joined: int) -> int:
    if sum(places) <= alone:
        return 1
    parts, used = 1, 0
    for place in places:  # a letter of two places is never split
        if used + place > joined:
            parts, used = parts + 1, 0
        used += place
    return parts
