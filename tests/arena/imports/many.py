"""Big files for tests: as mixed as people's own lists, and as a public register hands them out."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from stdnum import luhn
from stdnum.no import orgnr as norwegian

from arena.enums import RowOutcome
from arena.models import Arena
from tests.arena.imports.files import table
from tests.factories import OrganisationFactory

NEW, MATCH, AMBIGUOUS, ERROR = RowOutcome.NEW, RowOutcome.MATCH, RowOutcome.AMBIGUOUS, RowOutcome.ERROR
# Words of which any three make a name that looks like no other three.
BEGINNINGS = ("björk", "gran", "sten", "kvarn", "älv", "skog", "øst")
ENDINGS = ("dalen", "viken", "myra", "berget", "åsen")
WORDS = tuple(beginning + ending for beginning in BEGINNINGS for ending in ENDINGS)


def norwegian_numbers(seed: int) -> Iterator[str]:
    """Numbers with the right check digit, one after the other."""
    start = 810_000_000 + seed * 1_000_000
    return (str(number) for number in range(start, start + 900_000) if norwegian.is_valid(str(number)))


def swedish(stem: int) -> str:
    """A number of a limited company: 5, and a third digit of 2 or more."""
    digits = f"556{stem:06}"
    return digits + luhn.calc_check_digit(digits)


def name_of(number: int) -> str:
    """A name of three words, another for every number."""
    generator = random.Random(number)
    return " ".join([*generator.sample(WORDS, 3), _spelt(number)])


def _spelt(number: int) -> str:
    """A number as a word that no other number's word is like."""
    return "".join(
        "bdfgklmnprstv"[int(digit, 16) % 13] + "aeiouyåäöø"[int(digit, 16) % 10]
        for digit in f"{number * 2654435761 % 2**32:x}"
    )


@dataclass
class Ledger:
    """What each row was made to become."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def add(self, outcome: str, *cells: str) -> None:
        self.rows.append(cells)
        self.expected.append(outcome)

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.expected)


def mixed_500(arena: Arena) -> tuple[bytes, Ledger]:
    """500 rows of every kind in no order, and the register they meet."""
    ledger = Ledger()
    spellings = ("Jämtland", "Jämtlands län", "JÄMTLAND")
    for number in range(250):
        written = (f"{swedish(number)[:6]}-{swedish(number)[6:]}", swedish(number), f"SE{swedish(number)}01")[
            number % 3
        ]
        ledger.add(NEW, name_of(number), written, "SE", spellings[number % 3])
    for number in range(1000, 1060):
        OrganisationFactory(arena=arena, name=name_of(number), country="SE", number=swedish(number))
        ledger.add(MATCH, f"Renamed {number}", swedish(number), "Sverige", "")
    for number in range(2000, 2060):
        OrganisationFactory(arena=arena, name=name_of(number), country="SE")
        ledger.add(MATCH, name_of(number).upper(), "", "SE", "")
    for number in range(3000, 3030):
        for _twice in range(2):
            OrganisationFactory(arena=arena, name=name_of(number), country="SE")
        ledger.add(AMBIGUOUS, name_of(number), "", "SE", "SE322")
    for number in range(50):
        wrong = (
            ("", swedish(number), "SE", ""),
            ("A", "5560360794", "SE", ""),
            ("B", "", "SE", "Narnia"),
            ("C", "", "Moon", ""),
            ("D" * 201, "", "SE", ""),
        )[number % 5]
        ledger.add(ERROR, *wrong)
    for number in range(50):
        ledger.add(NEW, name_of(5000 + number), "", "SE", "Jämtland")
    # The same number and name again, somewhere below.
    order = list(range(len(ledger.rows)))
    random.Random(500).shuffle(order)
    shuffled = Ledger([ledger.rows[at] for at in order], [ledger.expected[at] for at in order])
    again = [row for row, outcome in zip(shuffled.rows, shuffled.expected, strict=True) if outcome == NEW and row[1]]
    while len(shuffled.rows) < 500:
        shuffled.add(MATCH, *again.pop())
    return table(("Namn", "Orgnr", "Land", "Län"), *shuffled.rows), shuffled


SHAPE = (
    *("project_id", "acronym", "title", "programme", "action_type", "status", "start", "end", "org_no", "org_name"),
    *("org_short", "role", "sector", "category", "municipality_code", "municipality", "region", "granted_eur"),
)


def participations(n_rows: int, *, n_organisations: int = 67, seed: int = 1) -> bytes:
    """A list as a research council hands it out: an organisation in many rows, some without a name, some budgets 0."""
    chance = random.Random(seed)
    numbers = norwegian_numbers(seed)
    known = [(next(numbers), name_of(90_000 + at).upper() + " AS") for at in range(n_organisations)]
    rows = []
    for at in range(n_rows):
        number, name = known[at % n_organisations] if at < n_organisations else chance.choice(known)
        sector = chance.choice(("Instituttsektor", "UoH-sektor", "Næringsliv", "Øvrige"))
        region = ("Trøndelag", "Trøndelag fylke", "TRØNDELAG")[at % 3]
        budget = "0.00" if at % 7 == 0 else f"{chance.randrange(1, 10**8) / 100:.2f}"
        name = "" if at % 40 == 39 else name
        rows.append((
            str(100_000_000 + at), f"AC{at}", f"Project {at}, part “{at % 5}”", "H2020", "RIA", "CLOSED", "2017-01-01",
            "2019-12-31", number, name, "ukjent", chance.choice(("PARTICIPANT", "COORDINATOR")), sector, "Øvrige andre",
            "5001", "Trondheim", region, budget,
        ))  # fmt: skip
    return table(SHAPE, *rows)
