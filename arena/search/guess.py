"""What could have been meant by words that nothing has."""

from typing import NamedTuple

from django.db.models import QuerySet
from rapidfuzz import process
from rapidfuzz.distance import OSA

from arena.models import SearchDocument
from arena.search.question import Question
from core.stems import stems, words

# Titles that are looked through, the newest first: a question without an answer must cost no more than one with.
MOST_TITLES = 5_000
# Shorter words are like too many others; longer ones may hold more slips.
SHORTEST = 4
LETTERS_PER_SLIP = 4
MOST_SLIPS = 3


class Guess(NamedTuple):
    """What could have been meant, and in which language when its words are of one."""

    text: str
    language: str


def nearest(documents: QuerySet[SearchDocument], question: Question) -> Guess | None:
    """The question with each word that no title has put as the nearest word of a title; nothing when none is near.

    Only the documents that are handed in are looked at: those the reader may see.
    """
    titles = list(documents.order_by("-pk").values_list("title", "language", "title_stems")[:MOST_TITLES])
    tokens = set(" ".join(its_tokens for *_title, its_tokens in titles).split())
    vocabulary = [token for token in tokens if token.isalpha()]
    text, languages = question.text, set()
    for word in reversed(list(words(text))):
        if len(word.plain) < SHORTEST or not tokens.isdisjoint(stems(word.plain)):
            continue
        if token := _nearest(word.plain, vocabulary):
            title, language = next(title for *title, its_tokens in titles if f" {token} " in its_tokens)
            languages.add(language)
            # A token of another name is in no title as it is shown.
            better = (title[one.start : one.end] for one in words(title) if token in stems(one.plain))
            text = text[: word.start] + next(better, text[word.start : word.end]) + text[word.end :]
    if text == question.text:
        return None
    return Guess(text, languages.pop() if len(languages) == 1 else "")


def _nearest(word: str, vocabulary: list[str]) -> str:
    slips = min(max(1, (len(word) - 1) // LETTERS_PER_SLIP), MOST_SLIPS)
    matches = (process.extractOne(one, vocabulary, scorer=OSA.distance, score_cutoff=slips) for one in stems(word))
    return next((match[0] for match in matches if match is not None), "")
