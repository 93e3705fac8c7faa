"""Why two organisations look alike, in words."""

from typing import Any

from django.utils.translation import gettext as _

from arena.duplicates import Entry, Likeness, Sign, compare

# From these scores on; below the last one the finder shows nothing.
VERY_ALIKE, ALIKE = 85, 70


def pair_of(one: Entry, other: Entry, *, beside: int | None = None) -> dict[str, Any]:
    """Two entries as the pages show them; `beside` is the key of the one whose page it is, so that the other is named.

    Gives nothing to read when they no longer look alike.
    """
    pair = compare(one, other)
    first, second = sorted((one, other), key=lambda entry: entry.key)
    return {
        "first": first,
        "second": second,
        "other": second if first.key == beside else first,
        "reasons": [reason(sign, first, second) for sign in pair.signs] if pair else [],
        "strength": strength(pair.score) if pair else "",
    }


def strength(score: int) -> str:
    """A score in words."""
    if score >= VERY_ALIKE:
        return _("Very alike")
    return _("Alike") if score >= ALIKE else _("Perhaps alike")


def reason(sign: Sign, first: Entry, second: Entry) -> str:
    """A sign as a sentence, with the texts that show it where these are not the names themselves."""
    if sign.likeness is Likeness.DOMAIN:
        return _("Both have the mail domain %(domain)s.") % {"domain": sign.first}
    if sign.likeness is Likeness.NUMBER:
        return _("The same organisation number in two spellings.")
    sentence = _sentences()[sign.likeness]
    if (sign.first, sign.second) == (first.names[0], second.names[0]):
        return sentence
    texts = {"sentence": sentence, "first": sign.first, "second": sign.second}
    return _("%(sentence)s It is about the names “%(first)s” and “%(second)s”.") % texts


def _sentences() -> dict[Likeness, str]:
    return {
        Likeness.NAME: _("The same name, apart from capitals, accents and signs."),
        Likeness.LEGAL_FORM: _("The same name, apart from the legal form, such as AB or AS."),
        Likeness.SPACES: _("The same letters, with other spaces."),
        Likeness.WORDS: _("The same words, each in its own language."),
        Likeness.ORDER: _("The same words in another order."),
        Likeness.LETTER: _("One letter differs."),
        Likeness.INITIALS: _("One is the initials of the other."),
    }
