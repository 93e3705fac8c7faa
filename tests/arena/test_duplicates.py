"""What looks alike and what does not: laws over names nobody thought of, and names of both countries."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arena.duplicates import SHOWN_FROM, WORTH, Entry, Likeness, compare, find_pairs, look_alikes

WORDS = [
    "Bergs",
    "Berg",
    "Åre",
    "Are",
    "Textil",
    "Tekstil",
    "kommun",
    "kommune",
    "AB",
    "AS",
    "HB",
    "Ek. för.",
    "1",
    "2",
]
# A busy machine is no reason to fail.
patient = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def names() -> st.SearchStrategy[str]:
    told = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
    return told | st.text("abåöø -.&/éx1ß🚲", min_size=1, max_size=8)


def entries() -> st.SearchStrategy[list[Entry]]:
    facts = st.tuples(
        st.lists(names(), min_size=1, max_size=3).map(tuple),
        st.sampled_from(["", "SE", "NO", "FI"]),
        st.sampled_from(["", "5560160680", "5560125790", "974760673"]),
        st.sampled_from(["", "SE 2321", "SE 2380", "NO 5001"]),
        st.sampled_from(["", "example.org", "example.se", "gmail.com"]),
        st.booleans(),
    )
    return st.lists(facts, max_size=5).map(lambda rows: [Entry(key, *row) for key, row in enumerate(rows)])


def signs(one: str, other: str, **more: object) -> list[str]:
    pair = compare(Entry(1, (one,), **more), Entry(2, (other,), **more))
    return [sign.likeness.value for sign in pair.signs] if pair else []


@patient
@given(entries())
def test_likeness_is_symmetric_and_the_finder_finds_what_comparing_finds(rows):
    one_way = {(one.key, other.key): compare(one, other) for one in rows for other in rows if one.key < other.key}
    other_way = {(one.key, other.key): compare(other, one) for one in rows for other in rows if one.key < other.key}
    alike = [pair for pair in one_way.values() if pair]

    found = find_pairs(rows)

    assert one_way == other_way
    assert sorted(found, key=repr) == sorted(alike, key=repr)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)
    assert {pair for row in rows for pair in look_alikes(row, rows)} == set(alike)


@patient
@given(entries())
def test_scores_stay_on_their_scale_and_numbers_tell_apart(rows):
    for pair in find_pairs(rows):
        first, second = rows[pair.first], rows[pair.second]
        assert pair.first < pair.second
        assert SHOWN_FROM <= pair.score <= 100
        assert (pair.score == 100) == (pair.signs[0].likeness is Likeness.NUMBER)
        assert pair.signs
        if first.country == second.country and first.country in {"SE", "NO"}:
            assert not (first.number and second.number) or first.number == second.number


@patient
@given(names())
def test_every_name_is_like_itself(name):
    pair = compare(Entry(1, (name,)), Entry(2, (name,)))

    assert pair is not None
    assert pair.signs[0].likeness is Likeness.NAME


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("Østersund Energi AS", "Östersund Energi AB", "legal_form"),
        ("VOLVO", "volvo", "name"),
        ("Ås kommune", "As kommune", "name"),
        ("Bruket A/S", "Bruket AS", "name"),
        ("Bruket Ek. för.", "Bruket ekonomisk förening", "name"),
        ("Volvo AB", "AB Volvo (publ)", "legal_form"),
        ("Bruket BA", "Bruket SA", "legal_form"),
        ("Bruket Oy", "Bruket", "legal_form"),
        ("Stiftelsen Jamtli", "Jamtli", "legal_form"),
        ("Bygg & Fix", "Bygg och Fix", "name"),
        ("TextilAB", "Textil AB", "spaces"),
        ("Åre Skid Fabrik", "Åre Skidfabrik", "spaces"),
        ("Östersunds kommun", "Østersund kommune", "words"),
        ("Jämtlands län", "Jämtland fylke", "words"),
        ("Karlstads universitet", "Karlstad University", "words"),
        ("Universitetet", "Universitet", "words"),
        ("Kölens Återbruk AB", "Kølens Ombruk AS", "words"),
        ("Nordisk Textil", "Nordisk Tekstil", "words"),
        ("Åre Skidfabrik", "Skidfabrik Åre", "order"),
        ("Universitetet i Oslo", "University of Oslo", "words"),
        ("Anderssons Bygg", "Andersons Bygg", "letter"),
        ("Snickreiet i Åre", "Snickeriet i Åre", "letter"),
        ("NTNU", "Norges teknisk-naturvitenskapelige universitet", "initials"),
        ("L.T.U.", "Luleå tekniska universitet", "initials"),
    ],
)
def test_names_that_mean_one(one, other, sign):
    assert signs(one, other) == [sign]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trondheim kommune", "Trondheim kommunes pensjonskasse"),
        ("Hol kommune", "Hole kommune"),
        ("Organisation 1", "Organisation 2"),
        ("Bygdelaget 1998", "Bygdelaget 1999"),
        ("Skola A", "Skola B"),
        ("Åre kommun", "Åsele kommun"),
        ("Hamar Snekkeri", "Lamar Snekkeri"),
        ("AB", "AS"),
        ("Region Jämtland", "Jämtlands Idrottsförbund"),
        ("Trollens Sågverk", "Trollets Drivhus"),
        ("Nord AB", "Norr AB"),
        ("SLU", "Skogens Lilla Café"),
        ("🚲", "🚜"),
    ],
)
def test_false_friends(one, other):
    assert signs(one, other) == []


def pair(one: dict, other: dict):
    return compare(Entry(1, **{"names": ("Bruket AB",)} | one), Entry(2, **{"names": ("Bruket AB",)} | other))


def test_an_alias_is_a_name():
    found = pair({"names": ("Bruket AB", "Ombruket")}, {"names": ("Helt annat", "OMBRUKET AS")})

    assert [(sign.likeness.value, sign.first, sign.second) for sign in found.signs] == [
        ("legal_form", "Ombruket", "OMBRUKET AS")
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_pair"),
    [
        ({"country": "SE", "number": "5560160680"}, {"country": "SE", "number": "5560125790"}, False),
        ({"country": "SE", "number": "5560160680"}, {"country": "NO", "number": "974760673"}, True),
        ({"country": "SE", "number": "5560160680"}, {"country": "SE"}, True),
        ({"country": "FI", "number": "01120389"}, {"country": "FI", "number": "FI-0112038-9"}, True),
        ({"country": "FI", "number": "01120389"}, {"country": "FI", "number": "01120390"}, True),
    ],
)
def test_numbers_of_one_country_decide(one, other, is_pair):
    assert bool(pair(one, other)) is is_pair


def test_one_number_in_two_spellings_is_the_strongest_sign_and_in_two_countries_none():
    same = pair({"names": ("A",), "country": "FI", "number": "0112038-9"}, {"country": "FI", "number": "FI01120389"})
    elsewhere = pair(
        {"names": ("A",), "country": "FI", "number": "974760673"}, {"country": "NO", "number": "974760673"}
    )

    assert (same.score, same.signs[0].likeness) == (100, Likeness.NUMBER)
    assert elsewhere is None


def test_public_bodies_of_two_countries_are_two():
    norwegian, swedish = {"country": "NO", "is_public": True}, {"country": "SE", "is_public": True}

    assert pair(norwegian, swedish) is None
    assert pair(norwegian, swedish | {"is_public": False}) is not None
    assert pair(norwegian, swedish | {"country": ""}) is not None


def test_what_speaks_against_costs_and_the_border_does_not():
    plain = pair({}, {}).score

    assert pair({"country": "SE", "place": "SE 2321"}, {"country": "NO", "place": "NO 5001"}).score == plain
    assert pair({"place": "SE 2321"}, {"place": "SE 2321"}).score > plain
    assert pair({"place": "SE 2321"}, {"place": "SE 2380"}).score < plain
    assert pair({"names": ("Bruket AB",)}, {"names": ("Bruket HB",)}).score < WORTH[Likeness.LEGAL_FORM]
    assert (
        pair({"names": ("Bruket AB",), "country": "SE"}, {"names": ("Bruket ANS",), "country": "NO"}).score
        == (WORTH[Likeness.LEGAL_FORM])
    )


def test_a_letter_counts_in_one_place_alone():
    one, other = {"names": ("Anderssons Bygg",), "country": "SE"}, {"names": ("Andersons Bygg",), "country": "SE"}

    assert pair(one | {"place": "SE 2321"}, other | {"place": "SE 2380"}) is None
    assert pair(one | {"place": "SE 2321"}, other | {"place": "SE 2321"}) is not None


def test_a_mail_domain_says_something_unless_many_share_it():
    names = ["Ek", "Almen", "Rönnbär", "Granskogen", "Pilträd", "Häggs"]
    few = [Entry(key, (name,), domain="bruket.se") for key, name in enumerate(names[:3])]
    many = [Entry(key, (name,), domain="bruket.se") for key, name in enumerate(names)]
    free = [Entry(key, (name,), domain="gmail.com") for key, name in enumerate(names[:2])]

    assert [(found.score, found.signs[0].likeness.value) for found in find_pairs(few)] == [(60, "domain")] * 3
    assert find_pairs(many) == []
    assert find_pairs(free) == []
    assert pair({"domain": "bruket.se"}, {"domain": "bruket.se"}).score > pair({}, {}).score


def test_a_crowd_of_one_name_is_found_one_after_the_other():
    crowd = [Entry(key, ("Verkstaden",)) for key in range(100)]

    found = find_pairs(crowd)

    assert {(pair.first, pair.second) for pair in found} == {(key, key + 1) for key in range(99)}


def test_ten_thousand_take_seconds():
    parts = [
        "Berg",
        "Dal",
        "Fjell",
        "Snö",
        "Skog",
        "Elv",
        "Bygg",
        "Trav",
        "Fisk",
        "Hav",
        "Sten",
        "Järn",
        "Glas",
        "Papp",
    ]
    forms = ["AB", "AS", "HB", ""]
    rows = [
        Entry(
            n, (f"{parts[n % 14]}{parts[n // 14 % 14].lower()}{parts[n // 196 % 14].lower()} {n % 97} {forms[n % 4]}",)
        )
        for n in range(10_000)
    ]

    started = time.process_time()
    find_pairs(rows)

    assert time.process_time() - started < 20
