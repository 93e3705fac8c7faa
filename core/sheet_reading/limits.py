"""What a table may be, and how it is refused."""

from typing import Final

MAX_BYTES: Final = 10_000_000
# Under the headings. A cell further down is refused before a range as high as that is built.
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 100
MAX_CELL_SIGNS: Final = 10_000
# Of the process that reads.
MEMORY_BYTES: Final = 512_000_000
CPU_SECONDS: Final = 8
# Of the rows as they are kept: more than any text of MAX_BYTES becomes. A workbook can say one long text in many cells.
OUTPUT_BYTES: Final = 24_000_000


class Refused(Exception):
    """The table is not taken. `code` says why; `place` names row, column, sheet or entry, and the limit."""

    def __init__(self, code: str, **place: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.place = place


def column_letters(position: int) -> str:
    """What a spreadsheet calls the column at `position`, from 0: A, B … Z, AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
