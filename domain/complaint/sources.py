"""How things reach the landlord: any way at all, kept in the words that were typed (R-095, F-022, Q-036).

The policies' lists of ways are open, so nothing is refused for how it came: a word nobody knows counts as another way.
How the resident wants to be answered is another matter, and stands with the resident.
"""

import re
from enum import StrEnum


class Source(StrEnum):
    """The ways that are counted."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    EMAIL = "email"
    LETTER = "letter"
    WEB_FORM = "web_form"
    TEXT = "text"
    SOCIAL_MEDIA = "social_media"
    OMBUDSMAN = "ombudsman"
    MP_OR_COUNCILLOR = "mp_or_councillor"
    STAFF = "staff"
    OTHER = "other"


_MEANS = {
    Source.TELEPHONE: ("telephone", "phone", "telephone call", "phone call", "call", "calling", "t c", "tc", "tel"),
    Source.IN_PERSON: (
        "in person",
        "visit",
        "visiting",
        "home visit",
        "office visit",
        "face to face",
        "at the office",
        "front desk",
        "reception",
    ),
    Source.EMAIL: ("email", "e mail", "mail", "emailing", "e mailing"),
    Source.LETTER: ("letter", "post", "in writing", "writing", "by hand"),
    Source.WEB_FORM: (
        "web form",
        "webform",
        "web",
        "website",
        "online",
        "online form",
        "contact form",
        "website form",
        "portal",
    ),
    Source.TEXT: ("text", "text message", "sms"),
    Source.SOCIAL_MEDIA: ("social media", "facebook", "twitter", "x", "instagram", "whatsapp", "nextdoor", "tiktok"),
    Source.OMBUDSMAN: ("ombudsman", "the ombudsman", "housing ombudsman", "housing ombudsman service", "hos"),
    Source.MP_OR_COUNCILLOR: ("mp", "councillor", "cllr", "mp or councillor", "member of parliament"),
    Source.STAFF: ("staff", "member of staff", "colleague", "a colleague"),
}
"""What people type for each way, in small letters and without marks."""
_TOO_SHORT = {"x", "tel", "mail", "call", "web", "post", "text", "staff", "tc", "t c", "calling", "writing", "visiting"}
"""Words that mean many things among others."""
_KNOWN = {word: source for source, words in _MEANS.items() for word in words}
_TELLING = {word: way for word, way in _KNOWN.items() if word not in _TOO_SHORT}
_SAID = {
    Source.TELEPHONE: "by telephone",
    Source.IN_PERSON: "in person",
    Source.EMAIL: "by e-mail",
    Source.LETTER: "by letter",
    Source.WEB_FORM: "through the website",
    Source.TEXT: "by text message",
    Source.SOCIAL_MEDIA: "on social media",
    Source.OMBUDSMAN: "through the Ombudsman",
    Source.MP_OR_COUNCILLOR: "through an MP or councillor",
    Source.STAFF: "through a member of staff",
}
_THROUGH_SOMEBODY = {Source.OMBUDSMAN, Source.MP_OR_COUNCILLOR, Source.STAFF}
_SENT_ON_BY = {
    Source.OMBUDSMAN: ("ombudsman", "hos"),
    Source.MP_OR_COUNCILLOR: ("mp", "councillor", "cllr", "member of parliament"),
}
"""Who brings a complaint, wherever the words name them: "letter from the MP" comes through the MP (Q-018)."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def source(typed: str) -> Source:
    """The way that *typed* means; another way where nobody knows the word."""
    words = _BETWEEN_WORDS.sub(" ", typed.casefold()).strip()
    return _KNOWN.get(words) or _sent_on_by(f" {words} ") or _named_in(f" {words} ") or Source.OTHER


def _sent_on_by(words: str) -> Source | None:
    """Who sent it on, where *words* name somebody who does."""
    named = (source for source, names in _SENT_ON_BY.items() if any(f" {name} " in words for name in names))
    return next(named, None)


def _named_in(words: str) -> Source | None:
    """The way that *words* tell of among others: "telephone call, inbound"; the first where they tell of several."""
    found = {words.find(f" {word} "): way for word, way in _TELLING.items() if f" {word} " in words}
    return found[min(found)] if found else None


def say_how_it_came(typed: str) -> str:
    """How something came, as a page says it: "by telephone", "in person"; an unknown word as it was typed."""
    return _SAID.get(source(typed), f"by {typed}" if typed else "")


def say_how_it_came_as_typed(typed: str) -> str:
    """How something came, as the record keeps it: in the word that was typed, unless it names whom it came through."""
    return say_how_it_came(typed) if source(typed) in _THROUGH_SOMEBODY or not typed else f"by {typed}"
