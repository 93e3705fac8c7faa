"""Bringing a file, and saying which of its columns is meant for what."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from arena.import_files import rows_of
from arena.imports import ImportKind
from arena.models import ImportRun
from core.errors import RuleBroken
from core.forms import Choices, OurWords, Segments
from core.sheets import SheetHead, column_name

ENCODINGS = {
    "cp1252": _("Windows, Western Europe"),
    "cp850": _("DOS, Western Europe"),
    "mac-roman": _("Mac, Western Europe"),
    "cp1250": _("Windows, Central Europe"),
    "utf-8": _("As it stands in the file (UTF-8)"),
    "utf-8-twice": _("UTF-8 that was written twice"),
}
_PREFIX = "column_"


class UploadForm(OurWords):
    """The file with the rows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), up to 20,000 rows and 10 MB. The first row holds the headings."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": _("Choose a file"),
            "invalid": _("Choose a file"),
            "missing": _("Choose a file"),
            "empty": _("Choose a file that is not empty"),
        },
    )


class ColumnsForm(OurWords):
    """One choice for each thing that a row can say; how the letters read and in which language, where that is asked."""

    def __init__(
        self, data: Any, *, run: ImportRun, kind: ImportKind, head: SheetHead, examples: Sequence[str]
    ) -> None:
        super().__init__(data)
        self.run, self.kind, self.head = run, kind, head
        if head.candidates:
            hints = {code: " · ".join(head.samples_in(code)) for code in head.candidates}
            self.fields["encoding"] = forms.ChoiceField(
                label=_("Which of these reads right?"),
                choices=[(code, ENCODINGS[code]) for code in head.candidates],
                widget=Choices(hints=hints),
                initial=run.encoding,
                help_text=_(
                    "The file does not say how its letters are meant. Choose the line without garbled letters."
                ),
            )
        if kind.has_language:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of the texts"), choices=settings.LANGUAGES, widget=Segments, initial=run.language
            )
        names = [column_name(tuple(run.headings), position) for position in range(len(run.headings))]
        columns = [
            (str(position), f"{name} ({example})" if example else name)
            for position, (name, example) in enumerate(zip(names, examples, strict=True))
        ]
        for field in kind.fields:
            self.fields[_PREFIX + field.slug] = forms.ChoiceField(
                label=field.label,
                required=False,
                choices=[("", pgettext_lazy("column", "Not in the file")), *columns],
                initial=str(run.mapping.get(field.slug, "")),
            )
            self.fields[_PREFIX + field.slug].needed_to_save = field.is_required  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[forms.BoundField]:
        """What is asked beside the columns."""
        return [self[name] for name in ("encoding", "language") if name in self.fields]

    @property
    def columns(self) -> list[forms.BoundField]:
        """The choices of columns, in the kind's order."""
        return [self[_PREFIX + field.slug] for field in self.kind.fields]

    @property
    def mapping(self) -> dict[str, int]:
        """Field -> position, as it was chosen."""
        chosen = {field.slug: self.cleaned_data.get(_PREFIX + field.slug, "") for field in self.kind.fields}
        return {slug: int(position) for slug, position in chosen.items() if position}

    @property
    def encoding(self) -> str:
        """How the letters read: as was answered, or as the reader found out."""
        return self.cleaned_data.get("encoding", "") or self.head.encoding

    @property
    def ignored(self) -> list[str]:
        """The headings of the columns that nothing is taken from."""
        used = {str(self[_PREFIX + field.slug].value()) for field in self.kind.fields}
        names = (column_name(tuple(self.run.headings), position) for position in range(len(self.run.headings)))
        return [name for position, name in enumerate(names) if str(position) not in used]

    def clean_encoding(self) -> str:
        """The answer, if every row reads so."""
        encoding: str = self.cleaned_data["encoding"]
        try:
            for _row in rows_of(self.run, encoding):
                pass
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken.message)) from broken
        return encoding

    def refuse(self, broken: RuleBroken) -> None:
        """Says a rule's refusal at the choice it is about."""
        name = _PREFIX + (broken.field or "")
        self.add_error(name if name in self.fields else None, str(broken.message))

    def differences(self, current: ImportRun) -> list[dict[str, str]]:
        """What was chosen here and by somebody else meanwhile."""
        found = []
        for field in self.kind.fields:
            mine, theirs = self.mapping.get(field.slug), current.mapping.get(field.slug)
            if mine != theirs:
                found.append({"label": str(field.label), "mine": self._name(mine), "theirs": self._name(theirs)})
        return found

    def _name(self, position: int | None) -> str:
        return gettext("Nothing") if position is None else column_name(tuple(self.run.headings), position)
