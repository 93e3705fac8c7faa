"""What somebody searches for, word by word, with everything that counts as that word. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from arena.search.texts import ALIKE, SHORTEST_END, backwards, in_language
from arena.search.thesaurus import NOTHING, Term, Thesaurus, are_forms_of_one
from core.stems import LANGUAGES, Word, stem, stems, words
from core.text import clean_line

# What a question may cost. People are told when theirs was cut.
MOST_LETTERS: Final = 100
MOST_WORDS: Final = 8
# A typed word finds what begins with it from three letters on; a stem, which may be short for its word, from four.
SHORTEST_BEGINNING: Final = 3
SHORTEST_STEM: Final = 4
# Words without which a question asks the same, by language; in plain letters.
_FILLERS_BY_LANGUAGE: Final = {
    "sv": "och i pa av for med till den det de en ett som ar om fran vid att eller",
    "nb": "og i pa av for med til den det de en et ei som er om fra ved eller",
    "en": "the a an of and in on at to by for with or is from",
}
_FILLERS: Final = frozenset(word for line in _FILLERS_BY_LANGUAGE.values() for word in line.split())


@dataclass(frozen=True, slots=True)
class Terms:
    """Tokens and phrases of which one is enough. One that ends with a space is whole, else it is a beginning."""

    tokens: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tokens or self.phrases)

    def __or__(self, other: "Terms") -> "Terms":
        return Terms(_least((*self.tokens, *other.tokens)), _least((*self.phrases, *other.phrases)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of the question, or a phrase of the synonyms: `exact` the word itself in any of its forms, `near` what
    it begins or ends and what means the same, `wider` what is looser still. A phrase may also be found by its `parts`.
    """

    said: str
    exact: Terms
    near: Terms
    wider: Terms = Terms()
    parts: tuple["Wanted", ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what else it stands for, and whether there was more than can be asked."""

    text: str = ""
    wanted: tuple[Wanted, ...] = ()
    also: tuple[Term, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted)


def question_of(text: str, thesaurus: Thesaurus = NOTHING) -> Question:
    """Reads what was typed. Words that every text has are left out, unless there is nothing else."""
    line = clean_line(text, MOST_LETTERS)
    asked = list(words(line))
    is_too_long = len(clean_line(text, MOST_LETTERS + 1)) > MOST_LETTERS
    if is_too_long and len(asked) > 1 and asked[-1].end == len(line):
        asked.pop()  # the cut may have gone through it
    kept = asked[:MOST_WORDS]
    units = list(_units(line, kept, thesaurus))
    meant = [unit for unit in units if unit[0].said not in _FILLERS] or units
    also: dict[tuple[str, ...], Term] = {}
    for _unit, terms in meant:
        for term in terms:
            also.setdefault(term.plain, term)
    plain = tuple(word.plain for word in kept)
    return Question(
        text=line,
        wanted=tuple(unit for unit, _terms in meant),
        also=tuple(term for known, term in also.items() if known and not _is_said(known, plain)),
        is_cut=is_too_long or len(asked) > MOST_WORDS,
    )


def _units(line: str, asked: Sequence[Word], thesaurus: Thesaurus) -> Iterator[tuple[Wanted, list[Term]]]:
    """The question's words from left to right, the longest phrase of the synonyms first."""
    plain = [word.plain for word in asked]
    place = 0
    while place < len(plain):
        opened = thesaurus.opened(plain[place:])
        length = max((group.length for group in opened), default=1)
        terms = [term for group in opened if group.length == length for term in group.terms]
        said = plain[place : place + length]
        single = [_word(word, thesaurus) for word in said]
        if length == 1:
            yield single[0], terms
        else:
            literal = Terms(phrases=tuple(_phrases_of(said)))
            parts = tuple(single)
            yield Wanted(" ".join(said), literal, literal | _meant(terms), _meant(terms, wider=True), parts), terms
        place += length


def _word(word: str, thesaurus: Thesaurus) -> Wanted:
    terms = [term for group in thesaurus.opened([word]) if group.length == 1 for term in group.terms]
    exact = Terms(tuple(f"{one} " for one in stems(word)))
    typed = (word,) if len(word) >= SHORTEST_BEGINNING else ()
    near = exact | Terms((*typed, *_loose(word)))
    return Wanted(word, exact, near | _meant(terms), _meant(terms, wider=True))


def _meant(terms: Iterable[Term], *, wider: bool = False) -> Terms:
    """What the terms of a group are found by."""
    tokens: list[str] = []
    phrases: list[str] = []
    for term in terms:
        if term.is_wider != wider:
            continue
        plain = term.plain
        if len(plain) > 1:
            phrases += _phrases_of(plain)
        elif plain:
            alike = ALIKE.intersection(stems(plain[0]))
            tokens += [f"{in_language(one, term.language)} " for one in alike]
            if not alike:
                tokens += [f"{one} " for one in stems(plain[0])] + _loose(plain[0])
    return Terms(_least(tokens), _least(phrases))


def _loose(word: str) -> list[str]:
    """What the stems of a plain word begin, and what they end: English writes its compounds apart."""
    beginnings = [one for one in stems(word) if len(one) >= SHORTEST_STEM]
    if len(word) < SHORTEST_END or not word.isalpha():
        return beginnings
    ends = dict.fromkeys(stem(word, language) for language in ("sv", "nb"))
    return beginnings + [backwards(one) for one in ends if len(one) >= SHORTEST_STEM]


def _phrases_of(plain: Sequence[str]) -> Iterator[str]:
    """A phrase as the stems of each language; its last word may go on."""
    for language in LANGUAGES:
        last = stem(plain[-1], language)
        end = "" if len(last) >= SHORTEST_STEM else " "
        yield " ".join(stem(word, language) for word in plain) + end


def _least(found: Iterable[str]) -> tuple[str, ...]:
    """Each once, without those that another one begins: it finds them too."""
    kept: list[str] = []
    for one in sorted(set(found)):
        if not kept or kept[-1].endswith(" ") or not one.startswith(kept[-1]):
            kept.append(one)
    return tuple(kept)


def _is_said(known: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the words of a term stand among those that were typed."""
    return any(
        all(map(are_forms_of_one, known, said[place : place + len(known)]))
        for place in range(len(said) - len(known) + 1)
    )
