"""Adding what proves an activity, and saying better what it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from activities.actions.change_evidence import MARKED, NewTitle
from activities.forms.fields import LineField, LinkField, TextField
from activities.models import Evidence
from core.errors import RuleBroken, UploadRefused
from core.forms import OurWords
from core.uploads import ACCEPT, AcceptedUpload, accept_upload
from core.writes import mark_of

MAX_FILES = 10
MAX_LINKS = 20


class ManyFiles(forms.FileInput):
    """A file control that takes several files; its value is a list."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else []


@dataclass(frozen=True, slots=True)
class Pieces:
    """Several files or links, each judged by itself: the good ones, and the others with what is wrong."""

    good: tuple[Any, ...] = ()
    bad: tuple[tuple[str, str], ...] = ()


class FilesField(forms.FileField):
    """Several photos or documents; its clean value is Pieces of AcceptedUpload, and never an error of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=ManyFiles(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Pieces:
        sent = [file for file in data or [] if file]
        good: list[AcceptedUpload] = []
        bad: list[tuple[str, str]] = []
        for file in sent[:MAX_FILES]:
            try:
                good.append(accept_upload(file))
            except UploadRefused as refused:
                bad.append((name_of(file), str(refused.message) % refused.params))
        bad += [
            (name_of(file), gettext("Choose at most %(n)s files at a time") % {"n": MAX_FILES})
            for file in sent[MAX_FILES:]
        ]
        return Pieces(tuple(good), tuple(bad))


def name_of(file: Any) -> str:
    """What a file was called where it came from, short and on one line."""
    return LineField(max_length=1).to_python(file.name)[:80] or gettext("A file without a name")


class LinksField(TextField):
    """An address on each line, and behind it what it shows; its clean value is Pieces of (address, words)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20_000, required=False, **kwargs)

    def clean(self, value: Any) -> Pieces:
        lines = [line for line in self.to_python(value).splitlines() if line]
        good: list[tuple[str, str]] = []
        bad: list[tuple[str, str]] = []
        for line in lines[:MAX_LINKS]:
            address, _space, words = line.partition(" ")
            try:
                good.append((LinkField().clean(address), LineField(max_length=200, required=False).clean(words)))
            except ValidationError as invalid:
                bad.append((line, " ".join(invalid.messages)))
        bad += [(line, gettext("Write at most %(n)s links at a time") % {"n": MAX_LINKS}) for line in lines[MAX_LINKS:]]
        return Pieces(tuple(dict.fromkeys(good)), tuple(bad))


class EvidenceForm(OurWords):
    """Photos, documents and links, several at once. What is wrong with one holds up no other."""

    title = LineField(
        label=_("What does it show?"),
        help_text=_("A few words. You can give each piece words of its own afterwards."),
        required=False,
        max_length=200,
    )
    files = FilesField(
        label=_("Photos and documents"),
        help_text=_(
            "Ask everyone who can be recognised first. Up to 10 files of 10 MB, 50 MB together: photos, PDF, Word, "
            "Excel, PowerPoint, OpenDocument, text and CSV."
        ),
    )
    links = LinksField(
        label=_("Links"),
        help_text=_("One on each line. After the address you can write what it shows."),
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": " ", "inputmode": "url", "autocomplete": "off"}),
    )

    # Whether the one-time token was refused: the form then needs a new one.
    is_spent = False

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        files, links = data["files"], data["links"]
        for name, pieces in (("files", files), ("links", links)):
            for what, why in pieces.bad:
                self.add_error(name, f"{what}: {why}")
                data[name] = pieces
        if "title" in self.errors and files.good:
            self.add_error(
                "files", gettext("Choose the files again: they are not kept while something else is put right")
            )
            data["files"] = files
        if not (files.good or files.bad or links.good or links.bad):
            self.add_error("files", gettext("Choose a file or write a link"))
            data["files"] = files
        return data

    @property
    def can_be_saved(self) -> bool:
        """Whether something is good, and nothing wrong with the whole."""
        data = self.cleaned_data
        return bool(data["files"].good or data["links"].good) and "title" not in self.errors

    def refuse(self, broken: RuleBroken) -> None:
        """Shows what the action refused above the form."""
        self.is_spent = broken.code.startswith("core.token")
        self.add_error(None, str(broken.message))

    def refuse_files(self, refused: Sequence[tuple[AcceptedUpload, RuleBroken]]) -> None:
        """Shows which files could not be stored."""
        for upload, broken in refused:
            self.add_error("files", f"{upload.original_name}: {broken.message}")

    def keep_the_rest(self) -> None:
        """After the good ones were saved: the form asks for what was wrong alone."""
        self.data = self.data.copy()
        self.data["links"] = "\n".join(line for line, _why in self.cleaned_data["links"].bad)
        self.is_spent = True


class TitlesForm(OurWords):
    """What each piece of evidence shows, over the titles as the page found them."""

    def __init__(self, data: Any, pieces: Iterable[Evidence]) -> None:
        super().__init__(data)
        self.pieces = list(pieces)
        for piece in self.pieces:
            self.fields[title_name(piece)] = LineField(
                label=gettext("What does it show?"),
                max_length=200,
                initial=piece.title,
                error_messages={"required": _("Write what it shows")},
            )
            self.fields[mark_name(piece)] = LineField(
                max_length=64, required=False, initial=mark_of(piece, MARKED), widget=forms.HiddenInput
            )

    def titles(self) -> list[NewTitle]:
        """What was written, over which version."""
        cleaned = self.cleaned_data
        return [
            NewTitle(key=piece.pk, mark=cleaned[mark_name(piece)], title=cleaned[title_name(piece)])
            for piece in self.pieces
        ]

    def take_marks_of(self, pieces: Iterable[Evidence]) -> None:
        """After a stale save: the same words over the version that stands now."""
        self.data = self.data.copy()
        for piece in pieces:
            self.data[mark_name(piece)] = mark_of(piece, MARKED)


def title_name(piece: Evidence) -> str:
    """The field of a piece's title."""
    return f"title-{piece.pk}"


def mark_name(piece: Evidence) -> str:
    """The field that says which version of a piece the page was made from."""
    return f"mark-{piece.pk}"


def saved_words(n_pieces: int) -> str:
    """How many pieces were saved."""
    return ngettext("%(n)s piece of evidence saved", "%(n)s pieces of evidence saved", n_pieces) % {"n": n_pieces}
