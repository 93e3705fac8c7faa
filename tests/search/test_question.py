"""What is typed, read as words, synonyms and limits. No database."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.search.question import MOST_WORDS, Terms, question_of
from arena.search.thesaurus import Term, Thesaurus

REUSE = (
    Term("återbruk", "sv"),
    Term("second hand", "sv"),
    Term("ombruk", "nb"),
    Term("gjenbruk", "nb"),
    Term("reuse", "en"),
    Term("deling", "nb", is_wider=True),
)
COMPANY = (Term("företag", "sv"), Term("bedrift", "nb"), Term("company", "en"))
CIRCULAR = (Term("cirkulär ekonomi", "sv"), Term("sirkulær økonomi", "nb"), Term("CE", "sv"))
THESAURUS = Thesaurus([REUSE, COMPANY, CIRCULAR])


def said(text: str) -> list[str]:
    return [wanted.said for wanted in question_of(text, THESAURUS).wanted]


def also(text: str) -> set[str]:
    return {term.text for term in question_of(text, THESAURUS).also}


@pytest.mark.parametrize("text", ["ombruk", "OMBRUKET", "Återbruk", "aterbruk", "aaterbruk", "reuse"])
def test_any_word_of_a_group_opens_it_in_any_form(text):
    tokens = question_of(text, THESAURUS).wanted[0].near.tokens

    assert {"aterbruk", "ombruk", "gjenbruk"} <= set(tokens)


def test_what_was_also_searched_for_leaves_out_what_was_typed():
    assert also("ombruk") == {"återbruk", "second hand", "gjenbruk", "reuse", "deling"}
    assert also("Second hand") == {"återbruk", "ombruk", "gjenbruk", "reuse", "deling"}
    assert also("hus") == set()


def test_a_wider_word_is_found_by_its_group_but_does_not_open_it():
    wanted = question_of("ombruk", THESAURUS).wanted[0]

    assert "deling" not in " ".join(wanted.near.tokens)
    assert "deling" in " ".join(wanted.wider.tokens)
    assert also("deling") == set()


def test_a_phrase_is_one_thing_that_may_also_be_found_by_its_words():
    question = question_of("cirkulära ekonomin i Sverige", THESAURUS)

    phrase, rest = question.wanted
    assert phrase.said == "cirkulara ekonomin"
    assert any(text.startswith("sirkul okonomi") for text in phrase.near.phrases)
    assert "ce " in phrase.near.tokens
    assert [part.said for part in phrase.parts] == ["cirkulara", "ekonomin"]
    assert rest.said == "sverige"


def test_a_word_that_means_two_things_counts_in_its_own_language_only():
    assert "bedrift@nb " in question_of("företag", THESAURUS).wanted[0].near.tokens
    assert not any(token.startswith("bedrift ") for token in question_of("företag", THESAURUS).wanted[0].near.tokens)


def test_words_that_every_text_has_ask_nothing_unless_they_are_all_there_is():
    assert said("mat och odling i Åre") == ["mat", "odling", "are"]
    assert said("och") == ["och"]
    assert said("of the") == ["of", "the"]


def test_three_letters_find_what_begins_with_them_and_two_do_not():
    assert Terms(("ull",)) == question_of("ull").wanted[0].near
    assert Terms(("fo ",)) == question_of("fo").wanted[0].near


def test_five_letters_find_what_ends_with_them():
    assert "<ksalp" not in "".join(question_of("plast").wanted[0].exact.tokens)
    assert any(token.startswith("<tsalp") for token in question_of("plast").wanted[0].near.tokens)
    assert not any(token.startswith("<") for token in question_of("ring").wanted[0].near.tokens)


def test_more_than_can_be_asked_is_cut_and_said():
    assert len(said(" ".join(f"ord{n}" for n in range(20)))) == MOST_WORDS
    assert question_of(" ".join(f"ord{n}" for n in range(20))).is_cut
    assert not question_of(" ".join(f"ord{n}" for n in range(MOST_WORDS))).is_cut
    long = question_of("kommun " * 14 + "region")
    assert long.is_cut
    assert long.wanted[-1].said == "kommun"
    one_long_word = question_of("x" * 500)
    assert (one_long_word.is_cut, len(one_long_word.wanted)) == (True, 1)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=150))
def test_whatever_is_typed_becomes_terms_that_are_safe_to_look_up(text):
    question = question_of(text, THESAURUS)

    assert len(question.text) <= 100
    assert len(question.wanted) <= MOST_WORDS
    for wanted in question.wanted:
        for one in (*wanted.near.tokens, *wanted.near.phrases, *wanted.wider.tokens):
            assert one.strip()
            assert all(sign.isalnum() or sign in "<@ " for sign in one)
