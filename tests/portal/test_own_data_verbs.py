"""Whatever a person does is called by its words on the page of their own data."""

import ast
from collections.abc import Iterator

from django.utils import translation

from portal.own_data.verbs import BEGINNINGS, VERBS, words_of
from tests.house.test_habits import modules

# The system, the command line or a key did it: it stands on nobody's page.
NOBODY_DID = {
    "api.read",
    "check_import",
    "erase_account",
    "find_damage",
    "find_repair",
    "forget_import",
    "make_sample_arena",
    "reset_factors",
}


def logged_verbs() -> Iterator[str]:
    """The texts in the first argument of every call that logs."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"log", "_log"}:
                texts = ast.walk(node.args[0]) if node.args else ()
                yield from (text.value for text in texts if isinstance(text, ast.Constant))


def test_every_verb_that_a_person_can_be_logged_with_has_words():
    verbs = set(logged_verbs())

    assert {"join_team", "decline_organisation_role", "add_"} <= verbs
    assert sorted(verb for verb in verbs - NOBODY_DID - set(VERBS) if verb.partition("_")[0] not in BEGINNINGS) == []


def test_words_are_in_the_language_of_the_page():
    with translation.override("sv"):
        assert str(words_of("change_period")) == "Ändrade"
        assert str(words_of("join_team")) == "Gick med i ett team"


def test_a_verb_that_nobody_writes_any_more_stands_as_it_was_written():
    assert words_of("tidy_shelf") == "Tidy shelf"
