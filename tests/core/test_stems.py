"""Words in plain letters, cut to their stems."""

import string
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stems import LONGEST, plain, stem, stems, words
from core.text import fold

LETTERS = string.ascii_letters + "åäöæøÅÄÖÆØéÉüÜčŋđÁáŠž"
NORDIC_WORD = st.text(LETTERS, min_size=1, max_size=20)
ANY_TEXT = st.text(max_size=60)


def of(text: str) -> list[str]:
    return [word.plain for word in words(text)]


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_plain_letters_stay_as_they_are(text):
    for word in of(text):
        assert plain(word) == word
        assert fold(word) == word
        assert 0 < len(word) <= LONGEST
        assert word.isalnum()


@settings(max_examples=200, deadline=None)
@given(st.lists(NORDIC_WORD, min_size=1, max_size=8))
def test_every_word_of_a_text_is_found_by_itself_in_each_case_and_accent_form(said):
    in_text = of(" ".join(said))

    for word, found in zip(said, in_text, strict=True):
        spelt_apart = unicodedata.normalize("NFD", word)
        for form in (word, word.upper(), word.lower(), word.title(), spelt_apart, fold(word)):
            assert of(form) == [found], form
            assert set(stems(of(form)[0])) == set(stems(found))


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT)
def test_a_word_stands_where_it_says(text):
    for word in words(text):
        assert plain(text[word.start : word.end]) == word.plain


@settings(max_examples=100, deadline=None)
@given(NORDIC_WORD, st.integers(1, 20))
def test_the_beginning_of_a_word_is_a_beginning_in_plain_letters_too(word, length):
    assert plain(word).startswith(plain(word[:length]))


@pytest.mark.parametrize(
    ("swedish", "norwegian"),
    [
        ("Östersund", "Østersund"),
        ("Trondelag", "Trøndelag"),
        ("ÄRENDE", "ærende"),
        ("kläder", "klæder"),
        ("Tröndelag", "Troendelag"),
        ("Ås", "Aas"),
        ("Åre", "Aare"),
        ("Järpen", "Jaerpen"),
        ("idé", "ide"),
        ("Sápmi", "Sapmi"),
        ("Å\u030are", "Aare"),
    ],
)
def test_spellings_on_both_sides_and_on_any_keyboard_are_one(swedish, norwegian):
    assert of(swedish) == of(norwegian)


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("verkstad", "verkstaden"),
        ("reparationer", "reparation"),
        ("bedrift", "bedriftene"),
        ("klynger", "klynge"),
        ("workshops", "workshop"),
        ("companies", "company"),
        ("återbruket", "återbruk"),
        ("nätverken", "nätverk"),
        ("mässan", "mässa"),
        ("ekonomin", "ekonomi"),
    ],
)
def test_forms_of_a_word_share_a_stem_in_some_language(form, other):
    assert set(stems(plain(form))) & set(stems(plain(other)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S3-strategi 2021–2027", ["s3", "strategi", "2021", "2027"]),
        ("SMICE's and SMICE’s", ["smice", "and", "smice"]),
        ("556016-0680", ["5560160680"]),
        ("org.nr 912 345 678.", ["org", "nr", "912345678"]),
        ("912\u00a0345\u00a0678", ["912345678"]),
        ("R&D, FoU/F&U", ["r", "d", "fou", "f", "u"]),
        ("100 % – 50 km²", ["100", "50", "km2"]),
        ("a_b", ["a", "b"]),
        ("हिन्दी 中文", ["हनद", "中文"]),
        ("…!?", []),
        ("\x00\ud800", []),
    ],
)
def test_signs_are_no_words_and_codes_are(text, found):
    assert of(text) == found


def test_numbers_and_short_words_have_no_ending():
    assert stems("2020") == ("2020",)
    assert stems("s3") == ("s3",)
    assert stem("as", "en") == "as"


def test_an_unknown_language_is_cut_as_one_of_the_neighbours():
    assert stem("verkstaden", "fi") == stem("verkstaden", "sv")


def test_many_threads_cut_the_same_word_alike():
    many = [f"reparationer{letter}" for letter in string.ascii_lowercase] * 8
    alone = [stems.__wrapped__(word) for word in many]
    stem.cache_clear()

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stems.__wrapped__, many))

    assert together == alone
