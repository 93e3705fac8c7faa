"""Which organisations look alike, how much and why: pure mathematics over names, without database, settings or clock.

Nothing here decides that two are one: a score orders what people look at, and the reasons tell them where to look.
Looking alike is symmetric. Only those that share a key (`_keys`) are compared, so that ten thousand take seconds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import Final

from rapidfuzz.distance import OSA

from arena.mail_domains import is_free_mail
from arena.orgnumbers import are_two_by_number
from core.text import fold


class Likeness(StrEnum):
    """In what two organisations are alike, the strongest sign first."""

    NUMBER = "number"
    NAME = "name"
    LEGAL_FORM = "legal_form"
    SPACES = "spaces"
    WORDS = "words"
    ORDER = "order"
    LETTER = "letter"
    INITIALS = "initials"
    DOMAIN = "domain"


# How much a sign says, of 100. Chosen so that the same name still shows in another place and with another legal form,
# and that a wrong letter or initials do not with anything against them. No source: tried on names of both countries.
WORTH: Final = {
    Likeness.NUMBER: 100,
    Likeness.NAME: 95,
    Likeness.LEGAL_FORM: 90,
    Likeness.SPACES: 88,
    Likeness.WORDS: 85,
    Likeness.ORDER: 82,
    Likeness.LETTER: 75,
    Likeness.INITIALS: 65,
    Likeness.DOMAIN: 60,
}
SHOWN_FROM: Final = 60
BOTH_NAME_AND_DOMAIN: Final = 4
SAME_PLACE: Final = 2
OTHER_PLACE: Final = -10
OTHER_LEGAL_FORM: Final = -20
OTHER_NUMBER: Final = -25

# Below these lengths one letter makes another word: Hol and Hole are two municipalities.
SHORTEST_WORD: Final = 5
SHORTEST_NAME: Final = 6
FEWEST_INITIALS: Final = 3
# A mail domain that many share (a group, a municipality with its schools) tells nothing about any two of them.
MOST_AT_A_DOMAIN: Final = 5
# In a larger crowd each is compared with its neighbours alone: one after the other all are found.
LARGEST_CROWD: Final = 30

_FORMS: Final = {
    "stock": "ab aktiebolag aktiebolaget publ as asa aksjeselskap aksjeselskapet oy oyj abp aps ltd limited gmbh inc",
    "partnership": "hb handelsbolag handelsbolaget ans da kb kommanditbolag kommanditbolaget ks",
    "cooperative": "ekfor ba sa samvirkeforetak samvirkeforetaket",
    "sole": "enk",
    "foundation": "stiftelse stiftelsen",
    "public": "iks kf hf rf",
}
LEGAL_FORMS: Final = {word: kind for kind, words in _FORMS.items() for word in words.split()}
# Legal forms of several words, after folding.
_LONG_FORMS: Final = re.compile(r"\b(?:ek(?:onomisk)? ?for(?:ening)?|a s|a b)\b")
_LONG_FORM_OF: Final = {"a s": "as", "a b": "ab"}

_SAME_WORDS: Final = (
    "kommun kommune kommunen municipality",
    "lan lanet fylke fylket county",
    "universitet universitetet university",
    "hogskola hogskolan hogskole hogskolen hoyskole hoyskolen",
    "institut institutet institutt instituttet institute",
    "forening foreningen association",
    "grupp gruppen gruppe group",
    "verkstad verkstaden verksted verkstedet",
    "sjukhus sjukhuset sykehus sykehuset hospital",
    "museum museet",
    "energi energy",
    "teknologi technology",
    "aterbruk ombruk gjenbruk",
    "atervinning gjenvinning recycling",
    "bageri bageriet bakeri bakeriet",
    "mejeri mejeriet meieri meieriet",
    "sverige sweden",
    "norge norway",
)
_EQUAL: Final = {word: line.split()[0] for line in _SAME_WORDS for word in line.split()}
# Words before which Swedish puts a name in the genitive: "Östersunds kommun" is "Østersund kommune".
_OWNED: Final = frozenset({"kommun", "lan", "universitet", "hogskola"})
# How the same sound is written on the other side.
_SOUNDS: Final = (("x", "ks"), ("ck", "kk"), ("w", "v"), ("ph", "f"))
_JOINING: Final = frozenset({"och", "og", "and"})
_SMALL: Final = frozenset({"i", "av", "for", "til", "till", "pa", "med", "the", "of", "in", "vid", "ved"})
_NO_LETTER: Final = re.compile(r"[^\w]+|_+")
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known about one organisation. `names` begins with its name; the others are spellings and former names.

    `place` is the code of its municipality. A public body belongs to one country.
    """

    key: int
    names: tuple[str, ...]
    country: str = ""
    number: str = ""
    place: str = ""
    domain: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One way in which two are alike, and the text of each that shows it."""

    likeness: Likeness
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations that look alike: their keys, the smaller one first, a score up to 100, and why."""

    first: int
    second: int
    score: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name taken apart, ever coarser: its words, those without the legal form, those as both languages share them."""

    text: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    plain: tuple[str, ...]
    forms: frozenset[str]

    @property
    def initials(self) -> set[str]:
        """The first letters, with small words and without: LTU is Luleå tekniska universitet."""
        long = [word for word in self.core if word not in _SMALL]
        found = {"".join(word[0] for word in words) for words in (self.core, long) if len(words) > 1}
        return {text for text in found if len(text) >= FEWEST_INITIALS and text.isalpha()}

    @property
    def large(self) -> tuple[str, ...]:
        """The words without small ones: the University of Oslo is Universitetet i Oslo."""
        return tuple(word for word in self.plain if word not in _SMALL) or self.plain

    @property
    def bag(self) -> str:
        """The large words in no order."""
        return " ".join(sorted(self.large))

    @property
    def short(self) -> str:
        """The name if it can be somebody's initials: one word, or letters with points between."""
        is_short = len(self.core) == 1 or all(len(word) == 1 for word in self.core)
        return "".join(self.core) if is_short else ""


def find_pairs(entries: Iterable[Entry]) -> list[Pair]:
    """Every pair that looks alike, the most alike first."""
    by_key = {entry.key: entry for entry in entries}
    crowds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key in sorted(by_key):
        for shared in _keys(by_key[key]):
            crowds[shared].append(key)
    candidates = {pair for shared, crowd in crowds.items() for pair in _within(shared[0], crowd)}
    found = (compare(by_key[first], by_key[second]) for first, second in candidates)
    return sorted((pair for pair in found if pair), key=lambda pair: (-pair.score, pair.first, pair.second))


def find_pairs_of(wanted: Iterable[Entry], others: Iterable[Entry]) -> list[Pair]:
    """The pairs of the wanted with the others and with one another, the most alike first.

    The others pass by one at a time: memory grows with the wanted alone.
    """
    by_key = {entry.key: entry for entry in wanted}
    crowds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key in sorted(by_key):
        for shared in _keys(by_key[key]):
            crowds[shared].append(key)
    found = set(find_pairs(by_key.values()))
    for other in others:
        shared_with = {key for shared in _keys(other) for key in crowds.get(shared, ()) if other.key not in by_key}
        found.update(pair for pair in (compare(by_key[key], other) for key in shared_with) if pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def look_alikes(entry: Entry, others: Iterable[Entry]) -> list[Pair]:
    """The pairs of one organisation with others, the most alike first."""
    found = (compare(entry, other) for other in others if other.key != entry.key)
    return sorted((pair for pair in found if pair), key=lambda pair: (-pair.score, pair.first, pair.second))


def compare(one: Entry, other: Entry) -> Pair | None:
    """How two are alike; None when they are not, or cannot be one.

    Never one: two different verified numbers of one country, and public bodies of two countries.
    """
    first, second = sorted((one, other), key=lambda entry: entry.key)
    if are_two_by_number(first.country, first.number, second.country, second.number) or _of_two_states(first, second):
        return None
    if number := _same_number(first, second):
        return Pair(first.key, second.key, WORTH[Likeness.NUMBER], (number,))
    signs = [sign for sign in (_alike_by_name(first, second), _same_domain(first, second)) if sign]
    if not signs:
        return None
    score = WORTH[signs[0].likeness] + (BOTH_NAME_AND_DOMAIN if len(signs) > 1 else 0)
    score = min(score + _circumstances(first, second, signs[0]), WORTH[Likeness.NUMBER] - 1)
    return Pair(first.key, second.key, score, tuple(signs)) if score >= SHOWN_FROM else None


def _of_two_states(first: Entry, second: Entry) -> bool:
    return (
        first.is_public
        and second.is_public
        and bool(first.country and second.country)
        and (first.country != second.country)
    )


def _same_number(first: Entry, second: Entry) -> Sign | None:
    """The same number of one country in two spellings; the same digits in two countries are two numbers."""
    bare = [_NO_LETTER.sub("", entry.number).upper().removeprefix(entry.country) for entry in (first, second)]
    is_same = bool(bare[0]) and bare[0] == bare[1] and first.country == second.country
    return Sign(Likeness.NUMBER, first.number, second.number) if is_same else None


def _same_domain(first: Entry, second: Entry) -> Sign | None:
    is_same = bool(first.domain) and first.domain == second.domain and not is_free_mail(first.domain)
    return Sign(Likeness.DOMAIN, first.domain, second.domain) if is_same else None


def _circumstances(first: Entry, second: Entry, sign: Sign) -> int:
    """What else is known, for and against. A border between the two costs nothing."""
    gain = 0
    is_one_country = not (first.country and second.country) or first.country == second.country
    if first.place and second.place:
        gain += SAME_PLACE if first.place == second.place else OTHER_PLACE if is_one_country else 0
    if is_one_country and sign.likeness is not Likeness.DOMAIN:
        forms = [_spelling(text).forms for text in (sign.first, sign.second)]
        gain += OTHER_LEGAL_FORM if all(forms) and not forms[0] & forms[1] else 0
    if first.number and second.number and first.country == second.country:
        gain += OTHER_NUMBER
    return gain


def _alike_by_name(first: Entry, second: Entry) -> Sign | None:
    """The strongest sign that any name of the one is a name of the other."""
    may_slip = not (first.place and second.place) or first.place == second.place or first.country != second.country
    best: Sign | None = None
    for one, other in product(first.names, second.names):
        likeness = _likeness(_spelling(one), _spelling(other), may_slip=may_slip)
        if likeness and (best is None or WORTH[likeness] > WORTH[best.likeness]):
            best = Sign(likeness, one, other)
    return best


def _likeness(one: _Spelling, other: _Spelling, *, may_slip: bool) -> Likeness | None:
    """In what two names are alike, from the strictest look to the coarsest; `may_slip` allows for a wrong letter."""
    if one.words == other.words:
        return Likeness.NAME
    if one.core == other.core:
        return Likeness.LEGAL_FORM
    if "".join(one.core) == "".join(other.core) or "".join(one.words) == "".join(other.words):
        return Likeness.SPACES
    if one.large == other.large:
        return Likeness.WORDS
    if one.bag == other.bag:
        return Likeness.ORDER
    if may_slip and _differ_by_a_letter(one.plain, other.plain):
        return Likeness.LETTER
    if one.short in other.initials or other.short in one.initials:
        return Likeness.INITIALS
    return None


def _differ_by_a_letter(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one letter is missing, added, another or out of turn, in one long word, and never a digit."""
    texts = "".join(one), "".join(other)
    if min(map(len, texts)) < SHORTEST_NAME or OSA.distance(*texts, score_cutoff=1) != 1:
        return False
    if _DIGITS.findall(texts[0]) != _DIGITS.findall(texts[1]):
        return False
    if len(one) != len(other):
        return min(map(len, texts)) >= 2 * SHORTEST_WORD
    changed = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(changed) == 1 and all(min(len(a), len(b)) >= SHORTEST_WORD and a[0] == b[0] for a, b in changed)


@lru_cache(maxsize=65536)
def _spelling(text: str) -> _Spelling:
    folded = _NO_LETTER.sub(" ", fold(text).replace("&", " och ").replace("+", " och ")).strip()
    folded = _LONG_FORMS.sub(lambda found: _LONG_FORM_OF.get(found[0], "ekfor"), folded)
    # A name of signs alone is a word too.
    words = tuple(word for word in folded.split() if word not in _JOINING) or (fold(text),)
    core = words
    while len(core) > 1 and core[-1] in LEGAL_FORMS:
        core = core[:-1]
    while len(core) > 1 and core[0] in LEGAL_FORMS:
        core = core[1:]
    forms = frozenset(LEGAL_FORMS[word] for word in words if word in LEGAL_FORMS and word not in core)
    return _Spelling(text, words, core, tuple(_plain(core)), forms)


def _plain(core: Sequence[str]) -> Iterator[str]:
    """The words without what tells only one of the languages."""
    equal = [_EQUAL.get(word, word) for word in core]
    for word, following in pairwise([*equal, ""]):
        bare = word.removesuffix("s") if following in _OWNED and len(word) > SHORTEST_WORD else word
        for ours, theirs in _SOUNDS:
            bare = bare.replace(ours, theirs)
        yield bare


def _keys(entry: Entry) -> set[tuple[str, str]]:
    """What an organisation shares with every other one that can look like it."""
    keys = {("number", f"{entry.country} {_NO_LETTER.sub('', entry.number).upper().removeprefix(entry.country)}")}
    if not entry.number:
        keys.clear()
    if entry.domain and not is_free_mail(entry.domain):
        keys.add(("domain", entry.domain))
    for name in entry.names:
        spelling = _spelling(name)
        plain = "".join(spelling.plain)
        keys |= {("words", "".join(spelling.words)), ("words", "".join(spelling.core)), ("plain", plain)}
        keys.add(("bag", spelling.bag))
        keys |= {("initials", text) for text in (*spelling.initials, spelling.short) if text}
        # Two texts that differ by a letter share what is left of them without one letter.
        if len(plain) >= SHORTEST_NAME:
            keys |= {("near", plain[:place] + plain[place + 1 :]) for place in range(len(plain))} | {("near", plain)}
    return keys


def _within(kind: str, crowd: list[int]) -> Iterable[tuple[int, int]]:
    """The pairs of a crowd that shares a key."""
    if kind == "domain" and len(crowd) > MOST_AT_A_DOMAIN:
        return ()
    return combinations(crowd, 2) if len(crowd) <= LARGEST_CROWD else pairwise(crowd)
