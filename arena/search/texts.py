"""The words of a text as the index keeps them. Pure.

A text becomes tokens between spaces: " vi repar gaml mobl | mobler <lbom ". First its words as stems of the text's own
language, in their order, so that a phrase can be found. After the bar what is not in order: stems of other languages
(a Swedish text may hold an English word), long words spelt backwards (so that their ends can be found as beginnings
are), and words that mean different things in two languages, with the language.
"""

from collections.abc import Iterable
from typing import Final

from core.stems import stem, stems, words

BREAK: Final = "|"
# An end of a compound is sought from this many letters on: shorter ones are endings (-ning, -ring), not words.
SHORTEST_END: Final = 5
# What can stand before it.
_SHORTEST_COMPOUND: Final = SHORTEST_END + 2
# No text of the arena is longer; what comes after is not found.
MOST_WORDS: Final = 5_000
# Words spelt alike that mean different things, as stems (docs/glossary.md, section 2).
ALIKE: Final = frozenset({"bedrift", "arend", "semest", "lag", "lov"})


def tokens_of(text: str, language: str) -> str:
    """A text as the index keeps it; empty for a text without words."""
    in_text = [word.plain for _number, word in zip(range(MOST_WORDS), words(text), strict=False)]
    in_order = [stem(word, language) for word in in_text]
    every = {one for word in in_text for one in stems(word)}
    beside = every.difference(in_order) | set(map(backwards, filter(is_compound, every)))
    beside |= {in_language(one, language) for one in every & ALIKE}
    tokens = [*in_order, BREAK, *sorted(beside)] if beside else in_order
    return f" {' '.join(tokens)} " if tokens else ""


def joined(parts: Iterable[str]) -> str:
    """Several texts as one: nothing in order reaches from one into the next."""
    return BREAK.join(part for part in parts if part)


def backwards(token: str) -> str:
    """A stem spelt backwards, told from words by its mark."""
    return f"<{token[::-1]}"


def is_compound(token: str) -> bool:
    """Whether a stem is long enough to be two words in one."""
    return len(token) >= _SHORTEST_COMPOUND and token.isalpha()


def in_language(token: str, language: str) -> str:
    """A stem that counts in texts of one language only."""
    return f"{token}@{language}"
