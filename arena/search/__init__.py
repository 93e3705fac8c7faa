"""Search over everything that can be found in an arena."""

from arena.search.find import best_first, found_by, matching, thesaurus_of
from arena.search.index import Found, Kind, mend, register
from arena.search.question import Question, question_of

__all__ = [
    "Found",
    "Kind",
    "Question",
    "best_first",
    "found_by",
    "matching",
    "mend",
    "question_of",
    "register",
    "thesaurus_of",
]
