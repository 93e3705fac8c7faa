"""Where the words of a question stand in a text that people read. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Final

from arena.search.question import Question, Terms, Wanted
from arena.search.texts import backwards, in_language, is_compound
from core.stems import Word, stems, words

# A snippet: letters before the first word that was found, and in all.
BEFORE: Final = 60
SNIPPET: Final = 220
# Letters of a text in which words are looked for.
FARTHEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text, and whether it was searched for."""

    text: str
    is_found: bool = False


class Marker:
    """Marks in texts what a question finds there."""

    def __init__(self, question: Question) -> None:
        every = Terms()
        for wanted in _with_parts(question.wanted):
            every = every | wanted.near | wanted.wider
        self._whole = frozenset(token[:-1] for token in every.tokens if token.endswith(" "))
        self._beginnings = tuple(token for token in every.tokens if not token.endswith(" "))
        self._phrases: dict[str, list[tuple[list[str], bool]]] = defaultdict(list)
        for phrase in every.phrases:
            in_order = phrase.split()
            self._phrases[in_order[0]].append((in_order, not phrase.endswith(" ")))
        # Words come again and again in the texts of one page.
        self._is_found = cache(self._finds_word)

    def marked(self, text: str, language: str = "") -> list[Piece]:
        """The whole text in pieces."""
        return list(_pieces(text, self._spans(text, language)))

    def snippet(self, text: str, language: str = "") -> list[Piece]:
        """The text around the first word that was found there, in pieces; empty when there is none."""
        spans = self._spans(text, language)
        if not spans:
            return []
        start = _start_of_word(text, max(0, spans[0][0] - BEFORE))
        end = _end_of_word(text, max(start + SNIPPET, spans[0][1]))
        shown = [(first - start, last - start) for first, last in spans if last <= end]
        pieces = list(_pieces(text[start:end], shown))
        return [*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else [])]

    def finds(self, text: str, language: str = "") -> bool:
        """Whether anything of the text was searched for."""
        return bool(self._spans(text, language))

    def _spans(self, text: str, language: str) -> list[tuple[int, int]]:
        in_text = list(words(text[:FARTHEST]))
        found = {place for place, word in enumerate(in_text) if self._is_found(word.plain, language)}
        if self._phrases:
            found.update(*(self._phrase_at(in_text, place) for place in range(len(in_text))))
        return [(in_text[place].start, in_text[place].end) for place in sorted(found)]

    def _finds_word(self, plain: str, language: str) -> bool:
        if plain.startswith(self._beginnings):
            return True
        found = stems(plain)
        return (
            not self._whole.isdisjoint((*found, *(in_language(stem, language) for stem in found)))
            or any(stem.startswith(self._beginnings) for stem in found)
            or any(backwards(stem).startswith(self._beginnings) for stem in found if is_compound(stem))
        )

    def _phrase_at(self, in_text: Sequence[Word], place: int) -> set[int]:
        found: set[int] = set()
        begun = stems(in_text[place].plain)
        for phrase, goes_on in chain.from_iterable(self._phrases.get(stem, ()) for stem in begun):
            there = in_text[place : place + len(phrase)]
            if len(there) == len(phrase) and _is_phrase(there, phrase, goes_on=goes_on):
                found.update(range(place, place + len(phrase)))
        return found


def _with_parts(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    for one in wanted:
        yield one
        yield from _with_parts(one.parts)


def _is_phrase(there: Sequence[Word], phrase: Sequence[str], *, goes_on: bool) -> bool:
    *first, last = zip(there, phrase, strict=True)
    if not all(stem in stems(word.plain) for word, stem in first):
        return False
    word, stem = last
    found = stems(word.plain)
    return any(one.startswith(stem) for one in found) if goes_on else stem in found


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    last = 0
    for start, end in spans:
        if last < start:
            yield Piece(text[last:start])
        yield Piece(text[start:end], is_found=True)
        last = end
    if last < len(text):
        yield Piece(text[last:])


def _start_of_word(text: str, at: int) -> int:
    """The first letter after the blank at or before which a text may be cut."""
    return at if at == 0 else text.find(" ", at, at + BEFORE) + 1 or at


def _end_of_word(text: str, at: int) -> int:
    return len(text) if at >= len(text) else (text.rfind(" ", at - BEFORE, at) if " " in text[at - BEFORE : at] else at)
