"""Why a table is refused and where in it, in the reader's language."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

PLACES: Final = {
    "sheet": _("sheet “%(sheet)s”"),
    "row": _("row %(row)s"),
    "column": _("column %(column)s"),
    "entry": _("part “%(entry)s” of the file"),
}

REASONS: Final = {
    "sheet.empty": _("The file is empty. Choose a file with headings and rows."),
    "sheet.no_rows": _("There are headings, and no row below them."),
    "sheet.too_large": _("The file is too large. Choose one under %(limit)s MB."),
    "sheet.kind": _("This is a %(found)s file. Choose a table: CSV, or Excel with the ending .xlsx."),
    "sheet.old_excel": _(
        "This is an Excel file of the old kind. Open it, save it with the ending .xlsx, and try again."
    ),
    "sheet.encrypted": _("The file is protected with a password. Save it without one and try again."),
    "sheet.macros": _("The file holds macros. Save it as .xlsx without them and try again."),
    "sheet.broken": _("The file is damaged. Open it in a spreadsheet program, save it again and try with that file."),
    "sheet.nested": _("The file holds another archive. Save the table alone and try again."),
    "sheet.entries": _("The file is made of more than %(limit)s parts. Save the table alone and try again."),
    "sheet.unpacked": _("The file unpacks to more than %(limit)s MB. Split the table into smaller files."),
    "sheet.ratio": _("The file is packed more than %(limit)s times smaller than its contents. That is no usual table."),
    "sheet.dtd": _("The file defines contents of its own or fetches them from elsewhere. Save the table again."),
    "sheet.too_many_rows": _("At most %(limit)s rows are read at a time. Split the table into smaller files."),
    "sheet.too_many_columns": _("At most %(limit)s columns are read. Remove those that are not needed."),
    "sheet.cell_too_long": _("A cell is longer than %(limit)s characters. Is a quotation mark missing?"),
    "sheet.formulas": _("More than %(limit)s cells hold errors or formulas without a result. Mend the table first."),
    "sheet.quote_open": _("A quotation mark is opened here and never closed."),
    "sheet.quote_stray": _(
        "Text follows a closing quotation mark. Double the quotation marks that stand inside a cell."
    ),
    "sheet.line_ends": _("The rows end in different ways. Save the table again as CSV."),
    "sheet.delimiter": _("It is not clear what separates the columns. Save the table as CSV with semicolons."),
    "sheet.nul": _("This is no text file: there are signs that no table has. Save the table as CSV or Excel."),
    "sheet.encoding_broken": _("The letters do not read as %(encoding)s. The file may have been cut short."),
    "sheet.encoding_mixed": _(
        "This row is written in UTF-8 and row %(other)s in another way. Save the whole table in one way."
    ),
    "sheet.encoding_lost": _("There is a � where a letter was lost. Save the table again from where it came."),
    "sheet.encoding_garbled": _(
        "Letters were garbled here, such as “Ã¤” for “ä”. Save the table again from where it came."
    ),
    "sheet.encoding_unknown": _("The letters cannot be read. Save the table as CSV in UTF-8, or as Excel."),
    "sheet.too_slow": _("Reading took longer than %(limit)s seconds. Split the table into smaller files."),
    "sheet.too_heavy": _("Reading needs more than %(limit)s MB of memory. Split the table into smaller files."),
}


def reason_of(code: str, place: Mapping[str, Any]) -> str:
    """The refusal in words that say what to do."""
    return str(REASONS[code]) % place


def place_of(place: Mapping[str, Any]) -> str:
    """Where in the file, such as “Sheet “Blad1”, row 7, column C”; nothing for the file as a whole."""
    parts = [str(words) % place for key, words in PLACES.items() if place.get(key)]
    return capfirst(", ".join(parts))
