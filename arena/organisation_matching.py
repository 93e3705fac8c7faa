"""Which organisation of the register a row of a file means: pure comparison, without database, settings or clock.

Country and number decide; without a number the name does, within the country. Nothing is guessed: several, or one of
an unknown country, are for people.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from arena.imports import NEW, Verdict, ambiguous, match
from core.text import fold


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation of the register, or (key below zero) one that stands further up in the file.

    `countries` holds that of its number and those where it takes part; `names` begins with its name.
    """

    key: int
    names: tuple[str, ...]
    country: str = ""
    number: str = ""
    countries: frozenset[str] = frozenset()

    def may_be_in(self, country: str) -> bool:
        """Whether nothing says that it is elsewhere."""
        return not country or not self.countries or country in self.countries


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of itself. A sole trader's number is not known here either."""

    name: str
    country: str = ""
    number: str = ""
    key: int | None = None


@dataclass(slots=True)
class Index:
    """The register and the rows above, by key, number and name."""

    by_key: dict[int, Known] = field(default_factory=dict)
    by_number: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    # Keys of merged organisations and the whole each belongs to.
    wholes: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[Known]) -> "Index":
        """An index of the register."""
        index = cls()
        for organisation in known:
            index.add(organisation)
        return index

    def add(self, known: Known) -> None:
        """Takes one more in."""
        self.by_key[known.key] = known
        if known.number:
            self.by_number.setdefault((known.country, known.number), known.key)
        for name in {fold(name) for name in known.names}:
            self.by_name[name].append(known.key)

    def named(self, name: str, country: str = "") -> list[Known]:
        """Those with this name, case and accents aside, that may be in the country."""
        found = (self.by_key[key] for key in self.by_name.get(fold(name), ()))
        return [known for known in found if known.may_be_in(country)]

    def verdict(self, wanted: Wanted) -> Verdict | None:
        """What the row is; None when the key it names is not there."""
        if wanted.key is not None:
            return self._by_id(wanted, self.wholes.get(wanted.key, wanted.key))
        if wanted.number:
            return self._by_number(wanted)
        return self._by_name(wanted)

    def _by_id(self, wanted: Wanted, key: int) -> Verdict | None:
        known = self.by_key.get(key)
        if known is None:
            return None
        other = self.by_number.get((wanted.country, wanted.number)) if wanted.number else None
        if other not in {None, key} or (wanted.number and known.number and other is None):
            return ambiguous("ambiguous.id_and_number", {key, other or key})
        return match("match.id", key)

    def _by_number(self, wanted: Wanted) -> Verdict:
        key = self.by_number.get((wanted.country, wanted.number))
        if key is not None:
            known = self.by_key[key]
            if key < 0 and fold(wanted.name) not in {fold(name) for name in known.names}:
                return ambiguous("ambiguous.number_of_row", {key})
            return match("match.number", key, row=-key)
        # One with another number is another organisation, whatever it is called.
        without = [known for known in self.named(wanted.name, wanted.country) if not known.number]
        if not without:
            return NEW
        sure = [known for known in without if known.key > 0 and wanted.country in known.countries]
        if len(sure) == len(without) == 1:
            return match("match.name_without_number", sure[0].key)
        in_file = all(known.key < 0 for known in without)
        reason = "ambiguous.name_of_row" if in_file else "ambiguous.name"
        return ambiguous(reason, {known.key for known in without})

    def _by_name(self, wanted: Wanted) -> Verdict:
        named = self.named(wanted.name, wanted.country)
        if not named:
            return NEW
        if len(named) > 1 or not _is_sure(named[0], wanted):
            return ambiguous("ambiguous.name", {known.key for known in named})
        return match("match.name", named[0].key, row=-named[0].key)


def _is_sure(known: Known, wanted: Wanted) -> bool:
    """Whether nothing is unknown of one that is known of the other."""
    return not wanted.country or wanted.country in known.countries or (known.key < 0 and not known.countries)
