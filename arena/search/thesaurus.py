"""Words and phrases that search takes for one another. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.stems import stems, words


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a group, in its language. A wider one is found by the group but does not open it."""

    text: str
    language: str
    is_wider: bool = False

    @property
    def plain(self) -> tuple[str, ...]:
        """Its words in plain letters."""
        return tuple(word.plain for word in words(self.text))


@dataclass(frozen=True, slots=True)
class Opened:
    """A group that words of a question open: how many words, and every term of it."""

    length: int
    terms: tuple[Term, ...]


class Thesaurus:
    """The groups of an arena, opened by any of their words in any of its forms."""

    def __init__(self, groups: Iterable[Sequence[Term]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[Term, ...]]]] = defaultdict(list)
        for group in groups:
            for term in group:
                if not term.is_wider and (plain := term.plain):
                    for first in stems(plain[0]):
                        self._by_first[first].append((plain, tuple(group)))

    def opened(self, asked: Sequence[str]) -> list[Opened]:
        """The groups that the first words of `asked`, in plain letters, open."""
        found: dict[tuple[int, tuple[Term, ...]], Opened] = {}
        for first in stems(asked[0]):
            for plain, group in self._by_first.get(first, ()):
                if len(plain) <= len(asked) and all(map(are_forms_of_one, plain, asked)):
                    found[len(plain), group] = Opened(len(plain), group)
        return list(found.values())


def are_forms_of_one(word: str, other: str) -> bool:
    """Whether two plain words have a stem in common in some language."""
    return not set(stems(word)).isdisjoint(stems(other))


NOTHING = Thesaurus([])
