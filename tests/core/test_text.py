"""Pasted text is cleaned once, found by every spelling, and sorted by the alphabet of the page."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.text import clean_line, clean_text, fold, sort_key, without_links

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.text(
    alphabet="aA\u030a\u200d\u200c\u202e\ufe0f\u0915\u094d👩🏽❤ \n\r\t\u2028\x00\ud800é\u212b\u00ad\u1e9bß\u2add\u0338",
    max_size=40,
)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("A\u030are", "Åre"),
        ("\u212bre", "Åre"),
        ("  Region   Jämtland\t Härjedalen \n", "Region Jämtland Härjedalen"),
        ("Åre\u00a0kommun", "Åre kommun"),
        ("Å\u200bre\u2060\ufeff", "Åre"),
        ("Å\u00adre", "Åre"),
        ("\u202eerÅ\u202c", "erÅ"),
        ("\u2066Åre\u2069\u200e\u200f\u061c", "Åre"),
        ("a\u200b\u030are", "åre"),
        ("Å\x00r\x07e\x7f", "Åre"),
        ("Å\ud800re\udfff", "Åre"),
        ("Åre\ufffe\ufdd0", "Åre"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("Å\u200dre", "Åre"),
        ("Å\u200cre 1\u200d2", "Åre 12"),
        ("\u3164\u2800\u115f", ""),
        ("tag\U000e0041\U000e007f", "tag"),
        ("", ""),
        ("<b>Åre</b> & =1", "<b>Åre</b> & =1"),
    ],
)
def test_clean_line_removes_what_nobody_sees(dirty, clean):
    assert clean_line(dirty, 100) == clean


@pytest.mark.parametrize(
    "kept",
    ["نامه\u200cای", "क्\u200dष", "👩\u200d🔬", "👩🏽\u200d🚀", "❤\ufe0f", "Snåasen tjïelte", "Østersund 東京 Αθήνα"],
)
def test_clean_line_keeps_what_writing_needs(kept):
    assert clean_line(kept, 100) == kept


def test_clean_line_cuts_between_letters():
    assert clean_line("abc def", 4) == "abc"
    assert clean_line("ab\u0324c", 2) == "a"
    assert clean_line("abc", 0) == ""
    assert clean_line("x" * 5, 5) == "xxxxx"


def test_clean_text_keeps_lines():
    dirty = "\r\n\r\n  First\x0b line \r\n\r\n\r\n\r\nSecond\u202e\tline\x00\u2029- item \n\n"

    assert clean_text(dirty) == "First\nline\n\nSecond line\n- item"


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, st.integers(0, 40))
def test_cleaning_is_idempotent_and_never_raises(text, max_length):
    line, many, folded = clean_line(text, max_length), clean_text(text), fold(text)

    assert clean_line(line, max_length) == line
    assert len(line) <= max_length
    assert clean_text(many) == many
    assert fold(folded) == folded
    for cleaned in (line, many):
        cleaned.encode()
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in cleaned if sign != "\n")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("spelling", "folded"),
    [
        ("ÅRE", "are"),
        ("A\u030are", "are"),
        ("Ärende", "arende"),
        ("Ærende", "arende"),
        ("ÖSTERSUND", "ostersund"),
        ("Østersund", "ostersund"),
        ("Straße", "strasse"),
        ("Café", "cafe"),
        ("Ŋarga Đuođđáš Ŧ", "narga duoddas t"),
        ("Łódź", "lodz"),
        ("İzmir", "izmir"),
        ("ﬁrma", "firma"),
        ("Å\u200bre  kommun", "are kommun"),
    ],
)
def test_fold_makes_spellings_meet(spelling, folded):
    assert fold(spelling) == folded


SWEDISH = [
    "10 Bruk", "2 Bruk", "Aas", "Andersen", "bräcke", "Bräcke", "Muller", "Myller", "Müller", "Verdal", "Vård", "Wien",
    "Zeta", "Ål", "Åre", "Älvdalen", "Ære", "Ärende", "Ösmo", "Øst",
]  # fmt: skip
NORWEGIAN = [
    "10 Bruk", "2 Bruk", "Andersen", "bräcke", "Bräcke", "Muller", "Myller", "Müller", "Verdal", "Vård", "Wien", "Zeta",
    "Älvdalen", "Ære", "Ärende", "Ösmo", "Øst", "Ål", "Åre", "Aas",
]  # fmt: skip
ENGLISH = [
    "10 Bruk", "2 Bruk", "Aas", "Ære", "Ål", "Älvdalen", "Andersen", "Åre", "Ärende", "bräcke", "Bräcke", "Muller",
    "Müller", "Myller", "Ösmo", "Øst", "Vård", "Verdal", "Wien", "Zeta",
]  # fmt: skip


@pytest.mark.parametrize(("language", "expected"), [("sv", SWEDISH), ("nb", NORWEGIAN), ("en", ENGLISH)])
def test_twenty_names_sort_by_the_alphabet_of_the_page(language, expected):
    decomposed = {unicodedata.normalize("NFD", name): name for name in sorted(expected)}

    assert sorted(sorted(expected), key=lambda name: sort_key(name, language)) == expected
    by_other_spelling = sorted(decomposed, key=lambda name: sort_key(name, language))
    assert [decomposed[name] for name in by_other_spelling] == expected


def test_foreign_letters_sort_with_their_twins():
    swedish = ["Åre", "Ære", "Ärende", "Ösmo", "Øst"]
    norwegian = ["Ære", "Ärende", "Ösmo", "Øst", "Åre"]

    assert sorted(norwegian, key=lambda name: sort_key(name, "sv")) == swedish
    assert sorted(swedish, key=lambda name: sort_key(name, "nb")) == norwegian
    assert sorted(swedish, key=lambda name: sort_key(name, "nn")) == norwegian
    assert sort_key("Aase", "nb")[0] == sort_key("Åse", "nb")[0]
    assert sort_key("Aase", "sv")[0] != sort_key("Åse", "sv")[0]


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, ANY_TEXT, st.sampled_from(["sv", "nb", "en", "fi"]))
def test_different_texts_never_tie(left, right, language):
    assert (sort_key(left, language) == sort_key(right, language)) == (left == right)


@pytest.mark.parametrize(
    ("typed", "mailed"),
    [
        ("Anna Svensson", "Anna Svensson"),
        ("J.R. Hansen", "J. R. Hansen"),
        ("win at http://evil.example/x now", "win at http: //evil. example/x now"),
        ("www.evil.example", "www. evil. example"),
        ("a@evil.example", "a@ evil. example"),
        ("[click](https://evil.example)", "[click](https: //evil. example)"),
        ("evil\uff0eexample evil\u3002example", "evil\uff0e example evil\u3002 example"),
        ("one\r\nBcc: victim@evil.example\r\n", "one Bcc: victim@ evil. example"),
        ("tel:+46701234567", "tel: +46701234567"),
        ("\u202egro.live\u202c", "gro. live"),
    ],
)
def test_a_name_in_a_mail_is_never_a_link(typed, mailed):
    assert without_links(typed) == mailed


@given(ANY_TEXT | st.text(alphabet="ab.:@/\\ \u3002\uff0e"))
@example("\u0620\u200c\ufe0f")
def test_no_text_in_a_mail_joins_into_an_address(text):
    mailed = without_links(text)

    assert not re.search(r"[.:@\u3002\uff0e][^\s.:@\u3002\uff0e\\\uff61\uff1a\uff20\ufe52\ufe55\ufe6b\u2024]", mailed)
    assert "\n" not in mailed
    assert without_links(mailed) == mailed
