"""Finding: a question becomes conditions on the documents and a rank, the same on both databases."""

from functools import lru_cache, reduce
from operator import add
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Value, When
from django.db.models.functions import Collate
from django.utils.translation import get_language

from arena.models import Arena, SearchDocument, SynonymGroup
from arena.search.conditions import EXACT, NEAR, WIDER, Finds, Holds
from arena.search.question import Question, Wanted, question_of
from arena.search.thesaurus import NOTHING, Term, Thesaurus

# What one word of the question counts for where it is found. Eight words in the text do not outweigh one in the title.
TITLE, TITLE_NEAR, TEXT, TEXT_NEAR, TEXT_WIDER = 101, 100, 11, 10, 1


def matching(arena: Arena, kind: str, text: str) -> QuerySet[SearchDocument]:
    """Documents of a kind in which every word of `text` is found, best first, with their `rank`.

    `object_key` is the key of the row. Who may see the row is for the caller to ask. Text without a word finds nothing.
    """
    question = question_of(text, thesaurus_of(arena))
    return best_first(found_by(question, arena).filter(kind=kind), question)


def found_by(question: Question, arena: Arena, *, any_word: bool = False) -> QuerySet[SearchDocument]:
    """Documents of an arena with every word of a question, or with any of them, in no order."""
    if not question:
        return SearchDocument.objects.none()
    return SearchDocument.objects.filter(Finds(question, any_word=any_word), arena=arena)


def best_first(
    found: QuerySet[SearchDocument], question: Question, *, any_word: bool = False
) -> QuerySet[SearchDocument]:
    """What was found by a question, by `rank`: more words in the title, then more words, then words themselves before
    what is like them. Of those alike the latest first, then by the alphabet of the page's language.
    """
    ranks = [_rank(wanted, is_there=not any_word) for wanted in question.wanted]
    rank = reduce(add, ranks) if ranks else Value(0)
    title = Collate("title", f"arena_{get_language() or 'en'}")
    return found.annotate(rank=rank).order_by("-rank", F("happened_on").desc(nulls_last=True), title, "pk")


def _rank(wanted: Wanted, *, is_there: bool) -> Case:
    """What a word counts for in a document; when it `is_there` for sure, the loosest way needs no second look."""
    ways = [("title_stems", EXACT, TITLE), ("title_stems", NEAR, TITLE_NEAR)]
    ways += [("stems", EXACT, TEXT), ("stems", NEAR, TEXT_NEAR)]
    ways += [("stems", WIDER, TEXT_WIDER)] if wanted.wider else []
    default = ways.pop()[-1] if is_there else 0
    conditions = (When(Holds(column, wanted, reach), then=points) for column, reach, points in ways)
    return Case(*conditions, default=Value(default), output_field=IntegerField())


def thesaurus_of(arena: Arena) -> Thesaurus:
    """The arena's synonyms, read anew when any process has changed them: their number and latest change tell."""
    facts = arena.synonym_groups.aggregate(n=Count("pk"), newest=Max("pk"), changed=Max("changed_at"))
    return _read(arena.pk, *facts.values()) if facts["n"] else NOTHING


@lru_cache(maxsize=32)
def _read(arena: int, *version: Any) -> Thesaurus:
    languages = [code for code, _name in settings.LANGUAGES]
    columns = [(f"{name}_{code}", code, name == "wider") for name in ("words", "wider") for code in languages]
    rows = SynonymGroup.objects.filter(arena=arena).order_by("pk").values_list(*(name for name, _c, _w in columns))
    return Thesaurus(
        [
            Term(line, code, is_wider)
            for (_name, code, is_wider), text in zip(columns, row, strict=True)
            for line in (text or "").splitlines()
            if line
        ]
        for row in rows
    )
