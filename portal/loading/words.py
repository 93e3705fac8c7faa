"""Our own words beside a source: texts in three languages, and how each word of the source is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.loading.tables import Misread, Row

LANGUAGES = ("sv", "nb", "en")


@dataclass
class Texts:
    """Texts by file, key and field. `unused` are rows nothing asked for: a slip in the file."""

    rows: Mapping[tuple[str, str, str], Row]
    asked: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, rows: list[Row]) -> "Texts":
        """Reads arena/texts.csv."""
        return cls({(row["file"], row["key"], row["field"]): row for row in rows})

    def in_languages(self, file: str, key: str, name: str, **given: str) -> dict[str, str]:
        """`{name}_sv` and so on: our wording where there is one, else `given`, what the source says in a language."""
        self.asked.add((file, key, name))
        row = self.rows.get((file, key, name))
        return {
            f"{name}_{language}": (row[language] if row else "") or given.get(language, "") for language in LANGUAGES
        }

    @property
    def unused(self) -> list[Row]:
        """Rows that belong to nothing that is loaded."""
        return [row for where, row in self.rows.items() if where not in self.asked]


@dataclass
class Readings:
    """How a word in a column of the source is read as a value of ours."""

    rows: Mapping[tuple[str, str, str, str], Row]
    asked: set[tuple[str, str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, rows: list[Row]) -> "Readings":
        """Reads arena/readings.csv."""
        return cls({(row["file"], row["column"], row["word"], row["field"]): row for row in rows})

    def read(self, row: Row, column: str, name: str, default: str | None = None) -> str:
        """Our value of `name` for the word in `column`. Without a reading and a default the word is a problem."""
        where = (row.file.removesuffix(".csv"), column, row[column], name)
        self.asked.add(where)
        if where in self.rows:
            return self.rows[where]["value"]
        if default is None:
            raise Misread(column, f"how to read “{row[column]}” is not said in arena/readings.csv")
        return default

    @property
    def unused(self) -> list[Row]:
        """Rows that belong to no word of the source."""
        return [row for where, row in self.rows.items() if where not in self.asked]
