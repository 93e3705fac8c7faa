"""A word that only hidden rows have is in no result, count, filter or guess, and no question makes it appear."""

import re

import pytest

from activities.actions.log_activity import discard_draft
from activities.models import Activity
from arena.models import Organisation, OrganisationAlias, SearchDocument
from core.log import LISTENERS
from tests.factories import ActivityFactory, ArenaFactory, OrganisationFactory, TeamFactory
from tests.factories import OrganisationPartFactory as Part

SEARCH = "/en/a/one/search/"
# A word for every kind of row that somebody may not see.
DRAFT, OWN_DRAFT, DISCARDED = "Utkastkanarie", "Egenkanarie", "Kastadkanarie"
FIRM, TRADER, ALIAS, MERGED, GONE = "Firmakanarie", "Enskildkanarie", "Namnkanarie", "Sammankanarie", "Borttagenkanarie"
ELSEWHERE, CLOSED = "Grannkanarie", "Sparradkanarie"
CANARIES = (DRAFT, OWN_DRAFT, DISCARDED, FIRM, TRADER, ALIAS, MERGED, GONE, ELSEWHERE, CLOSED)
# What each may see of them, and how many things are then found by the word that all of them have beside their own.
SEEN = {
    "anonymous": (set(), (3, 1, 1, 1)),
    "outsider": (set(), (3, 1, 1, 1)),
    "member": ({OWN_DRAFT}, (4, 2, 1, 1)),
    "coordinator": ({DRAFT, OWN_DRAFT, FIRM, TRADER, ALIAS, MERGED}, (7, 3, 1, 3)),
}


@pytest.fixture
def canaries(cast) -> None:
    """Three open things, one of each kind, and beside them everything that is not for everybody."""
    ActivityFactory(arena=cast.arena, title="Ombruk i Åre").sides.add(cast.norway)
    TeamFactory(arena=cast.arena, name="Laget for ombruk").sides.add(cast.norway)
    OrganisationFactory(arena=cast.arena, name="Ombruk Nord", is_enterprise=False).sides.add(cast.norway)
    ActivityFactory(arena=cast.arena, title=f"{DRAFT} ombruk", status="draft", logged_by=cast.lead)
    ActivityFactory(arena=cast.arena, title=f"{OWN_DRAFT} ombruk", status="draft", logged_by=cast.member)
    gone = ActivityFactory(arena=cast.arena, title=f"{DISCARDED} ombruk", status="draft", logged_by=cast.member)
    discard_draft(activity=gone, actor=cast.member)
    _only_supported(cast.arena, f"{FIRM} ombruk AB", aliases=[ALIAS], merged=[f"{MERGED} ombruk AS"])
    _only_supported(cast.arena, f"{TRADER} ombruk", is_enterprise=None, is_sole_trader=True)
    # Past the program, so that its document stands until the night.
    removed = OrganisationFactory(arena=cast.arena, name=f"{GONE} ombruk", is_enterprise=False)
    Organisation.objects.filter(pk=removed.pk).delete()
    for arena, word in ((cast.other_arena, ELSEWHERE), (ArenaFactory(visibility="closed"), CLOSED)):
        ActivityFactory(arena=arena, title=f"{word} ombruk")
        TeamFactory(arena=arena, name=f"{word} ombruk")
        OrganisationFactory(arena=arena, name=f"{word} ombruk", is_enterprise=False)


def _only_supported(arena, name, *, aliases=(), merged=(), **facts) -> None:
    whole = OrganisationFactory(arena=arena, name=name, **facts)
    for alias in aliases:
        OrganisationAlias.objects.create(organisation=whole, name=alias)
    for other in merged:
        OrganisationFactory(arena=arena, name=other, merged_into=whole)
    Part(activity=ActivityFactory(arena=arena, title="Stöd", kind="coaching"), organisation=whole)
    for hear in LISTENERS["arena.organisation"]:
        hear(whole.pk)


def shown(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode().casefold()


def counts(answer) -> tuple[int, ...]:
    return tuple(int(words.partition("(")[2].strip(")")) for words, _address, _is_current in answer.context["tabs"])


@pytest.mark.parametrize("person", SEEN)
def test_the_word_all_have_counts_only_what_may_be_seen(cast, canaries, as_person, person):
    seen, n_of_kinds = SEEN[person]
    client = as_person(cast.person(person))

    every = client.get(SEARCH, {"q": "ombruk"})
    of_norway = client.get(SEARCH, {"q": "ombruk", "side": "NO"})

    titled = seen - {ALIAS, MERGED}
    assert {word for word in CANARIES if word.casefold() in shown(every)} == titled
    assert (counts(every), counts(of_norway)) == (n_of_kinds, (3, 1, 1, 1))


@pytest.mark.parametrize("person", SEEN)
def test_a_hidden_word_is_neither_found_nor_guessed(cast, canaries, as_person, person):
    client = as_person(cast.person(person))

    for word in CANARIES:
        beginning, misspelt = word[:-3], f"{word[:4]}{word[5]}{word[4]}{word[6:]}"
        itself, begun, guessed = (client.get(SEARCH, {"q": text}) for text in (word, beginning, misspelt))

        is_seen = word in SEEN[person][0]
        assert (counts(itself)[0], counts(begun)[0]) == (is_seen, is_seen), word
        # Only the first name of an organisation is shown, and only what is shown is guessed.
        assert bool(guessed.context["suggestion"]) == (is_seen and word not in {MERGED, ALIAS}), word
        if not is_seen:
            assert word.casefold() not in shown(begun) + shown(guessed)


@pytest.mark.parametrize("person", ["anonymous", "member"])
def test_a_hidden_word_gets_the_answer_of_a_word_that_nothing_has(cast, canaries, as_person, person):
    client = as_person(cast.person(person))

    for word in set(CANARIES) - SEEN[person][0]:
        unknown = "x" * len(word)
        for more in ("", " ombruk"):
            hidden, nothing = (client.get(SEARCH, {"q": one + more}) for one in (word, unknown))
            alike = hidden.content.decode().replace(word, unknown)
            assert without_token(alike) == without_token(nothing.content.decode()), word


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_nothing_is_hidden_from_the_index_itself(cast, canaries):
    """The canaries are there to be found: a test that plants nothing proves nothing."""
    documents = " ".join(SearchDocument.objects.values_list("stems", flat=True))
    assert Activity.objects.filter(title__startswith=DRAFT).exists()
    for word in CANARIES:
        if word != DISCARDED:
            assert word.casefold()[:5] in documents, word
