"""Marking what was found in texts that people read. No database."""

from arena.search.marks import FARTHEST, Marker, Piece
from arena.search.question import question_of
from arena.search.thesaurus import Term, Thesaurus

THESAURUS = Thesaurus(
    [
        (Term("återbruk", "sv"), Term("ombruk", "nb"), Term("second hand", "en")),
        (Term("lagning", "sv"), Term("laga", "sv"), Term("reparasjon", "nb")),
    ]
)


def marked(text: str, asked: str, language: str = "sv") -> str:
    return in_brackets(Marker(question_of(asked, THESAURUS)).marked(text, language))


def snippet(text: str, asked: str) -> str:
    return in_brackets(Marker(question_of(asked, THESAURUS)).snippet(text))


def in_brackets(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)


def test_words_are_marked_whole_in_whatever_form_they_stand():
    assert marked("Verkstäder och kök", "verkstaden") == "[Verkstäder] och kök"
    assert marked("ÅTERBRUKET & möbler", "aterbruk") == "[ÅTERBRUKET] & möbler"
    assert marked("Tekstilsortering", "tekstil") == "[Tekstilsortering]"
    assert marked("Älvornas Möbelåterbruk", "återbruk") == "Älvornas [Möbelåterbruk]"


def test_words_that_mean_the_same_are_marked_and_phrases_only_together():
    assert marked("Ombruk i Trondheim", "återbruk") == "[Ombruk] i Trondheim"
    assert marked("A second hand shop, second to none", "återbruk") == "A [second] [hand] shop, second to none"


def test_a_word_that_means_two_things_is_marked_in_its_own_language_only():
    assert marked("Lagene møtes", "reparasjon", "nb") == "Lagene møtes"
    assert marked("Cyklar lagas", "reparasjon", "sv") == "Cyklar [lagas]"


def test_a_text_is_given_back_whole():
    text = "<b>Återbruk</b> & co – återbruk"

    pieces = Marker(question_of("återbruk")).marked(text)

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_found] == ["Återbruk", "återbruk"]


def test_a_snippet_shows_the_words_around_the_first_one_found():
    text = "ord " * 100 + "här är återbruk och " + "slut " * 100

    shown = snippet(text, "återbruk")

    assert "här är [återbruk] och" in shown
    assert shown.startswith("… ord")
    assert shown.endswith("slut …")
    assert len(shown) < 240


def test_a_short_text_is_its_own_snippet_and_one_without_the_word_has_none():
    assert snippet("Vi ordnar återbruk.", "återbruk") == "Vi ordnar [återbruk]."
    assert snippet("Vi ordnar fika.", "återbruk") == ""
    assert snippet("", "återbruk") == ""


def test_a_text_without_end_costs_no_more_than_its_beginning():
    assert snippet("x " * FARTHEST + "återbruk", "återbruk") == ""
