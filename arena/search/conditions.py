"""A question as conditions on documents: the one place that knows which database it stands on (docs/decisions/0010)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func

from arena.search.question import Question, Terms, Wanted

# Where a document's tokens stand, and the column that PostgreSQL makes of them.
INDEXES = {"stems": "tokens", "title_stems": "title_tokens"}
# What may count as a word, from the word itself to what is looser.
EXACT, NEAR, WIDER = "exact", "near", "wider"


class Holds(Func):
    """Whether a column of tokens holds what counts as one word of a question."""

    output_field = BooleanField()

    def __init__(self, column: str, wanted: Wanted, reach: str) -> None:
        super().__init__(F(column))
        self.wanted = wanted
        self.reach = reach
        self.index = INDEXES[column]

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, _none = compiler.compile(self.source_expressions[0])
        return _in_text(column, self.wanted, self.reach)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, tokens = _columns(self, compiler)
        return _in_tokens(column, tokens, self.wanted, self.reach)


class Finds(Func):
    """Whether a document holds every word of a question, or any of them.

    PostgreSQL looks everything up in its index at once. The index knows a phrase as its words only, so that words with
    phrases are then looked at more closely, in the documents that are left.
    """

    output_field = BooleanField()
    index = INDEXES["stems"]

    def __init__(self, question: Question, *, any_word: bool) -> None:
        super().__init__(F("stems"))
        self.question = question
        self.any_word = any_word

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, _none = compiler.compile(self.source_expressions[0])
        return self._joined(_in_text(column, one, WIDER) for one in self.question.wanted)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, tokens = _columns(self, compiler)
        wanted = self.question.wanted
        in_index = (" | " if self.any_word else " & ").join(f"({_tsquery(one, WIDER)})" for one in wanted)
        sql, values = f"{tokens} @@ %s::tsquery", [in_index]
        closely = [one for one in wanted if _has_phrase(one)]
        if closely:
            looked_at = wanted if self.any_word else closely
            more, its_values = self._joined(_in_tokens(column, tokens, one, WIDER) for one in looked_at)
            sql, values = f"({sql} AND {more})", values + its_values
        return sql, values

    def _joined(self, conditions: Iterable[tuple[str, list[Any]]]) -> tuple[str, list[Any]]:
        return _joined(conditions, " OR " if self.any_word else " AND ")


def _columns(expression: Any, compiler: Any) -> tuple[str, str]:
    """The column of tokens, and the one that PostgreSQL made of it."""
    column = expression.source_expressions[0]
    return compiler.compile(column)[0], f"{compiler.quote_name(column.alias)}.{expression.index}"


def _in_text(column: str, wanted: Wanted, reach: str) -> tuple[str, list[Any]]:
    """The condition for one word on a text of tokens."""
    terms = _terms(wanted, reach)
    found = f"{column} REGEXP %s", [_pattern((*terms.tokens, *terms.phrases))]
    if not wanted.parts or reach == EXACT:
        return found
    together = _joined((_in_text(column, part, reach) for part in wanted.parts), " AND ")
    return _joined([found, together], " OR ")


def _in_tokens(column: str, tokens: str, wanted: Wanted, reach: str) -> tuple[str, list[Any]]:
    """The condition for one word on PostgreSQL: phrases in the text, all else in its tokens."""
    terms = _terms(wanted, reach)
    ways: list[tuple[str, list[Any]]] = []
    if terms.tokens:
        ways.append((f"{tokens} @@ %s::tsquery", [" | ".join(map(_lexeme, terms.tokens))]))
    if terms.phrases:
        ways.append((f"{column} ~ %s", [_pattern(terms.phrases)]))
    if wanted.parts and reach != EXACT:
        ways.append(_joined((_in_tokens(column, tokens, part, reach) for part in wanted.parts), " AND "))
    return _joined(ways, " OR ")


def _joined(conditions: Iterable[tuple[str, list[Any]]], between: str) -> tuple[str, list[Any]]:
    parts = list(conditions)
    return f"({between.join(sql for sql, _values in parts)})", [value for _sql, values in parts for value in values]


def _terms(wanted: Wanted, reach: str) -> Terms:
    return {EXACT: wanted.exact, NEAR: wanted.near, WIDER: wanted.near | wanted.wider}[reach]


def _has_phrase(wanted: Wanted) -> bool:
    return bool(wanted.near.phrases or wanted.wider.phrases) or any(map(_has_phrase, wanted.parts))


def _pattern(terms: Iterable[str]) -> str:
    """A regular expression for any of the terms at the beginning of a token; tokens hold letters, digits, < and @."""
    return f" (?:{'|'.join(terms)})"


def _tsquery(wanted: Wanted, reach: str) -> str:
    """Everything that counts as a word, for the index: a phrase as all its words, in any order."""
    terms = _terms(wanted, reach)
    ways = [*map(_lexeme, terms.tokens), *(f"({' & '.join(map(_lexeme, _words_of(one)))})" for one in terms.phrases)]
    if wanted.parts:
        ways.append(f"({' & '.join(f'({_tsquery(part, reach)})' for part in wanted.parts)})")
    return " | ".join(ways)


def _words_of(phrase: str) -> list[str]:
    last = phrase.rstrip().rfind(" ") + 1
    return [*(f"{word} " for word in phrase[:last].split()), phrase[last:]]


def _lexeme(token: str) -> str:
    return f"'{token[:-1]}'" if token.endswith(" ") else f"'{token}':*"
