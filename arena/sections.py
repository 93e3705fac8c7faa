"""The sections of an arena's settings: a registry that higher apps add theirs to.

`arena.sections.register(Section(...))` from an app's `ready()` is all it takes: the pages, the checks, the one-time
tokens and the answer to a stale page are the same for every section.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.principal import Principal
from arena.actions.sections import Contents, Rule, add_row, anything_goes, change_row, remove_row
from arena.models import Arena
from arena.section_form import SectionForm, Text
from core.export import CellValue
from core.writes import mark_of

INVITATIONS, KEYS = "invitations", "keys"
# Settings pages of their own, after the sections: the name of the address, the tab, the permission.
PAGES: tuple[tuple[str, Text, str], ...] = (
    (INVITATIONS, _("Invitations"), "arena.invite"),
    (KEYS, _("API keys"), "activities.log_activity"),
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a section's list.

    `kind` is text, link (words and address), sides (a list of sides), tags (pairs of kind and words) or texts (pairs of
    words and language).
    `cell` gives a file its value where that is no text: a day, a number.
    """

    label: Text
    value: Callable[[Any], Any]
    kind: str = "text"
    cell: Callable[[Any], CellValue] | None = None


@dataclass(frozen=True, kw_only=True)
class Write:
    """A form that was filled in rightly, on its way into the database."""

    arena: Arena
    actor: User
    on: date
    form: SectionForm

    @property
    def cleaned(self) -> dict[str, Any]:
        """What was typed, as values."""
        return self.form.cleaned_data


@dataclass(frozen=True, kw_only=True)
class Section:
    """One kind of row in the settings.

    `rows` gives the arena's rows with what the columns show; the first column is the row's name. Without a `form` the
    section is for reading. `new` makes an unsaved row; `rule`, `parts`, `removal_rule` decide and complete a write.
    `add` and `change` replace the plain way to write where an action of its own exists.
    """

    slug: str
    position: int
    title: Text
    lead: Text
    rows: Callable[[Arena], QuerySet[Any]]
    columns: tuple[Column, ...]
    empty: Text
    permission: str = "arena.change_arena"
    # Whether a change here asks for a sign-in within half an hour.
    needs_step_up: bool = False
    form: type[SectionForm] | None = None
    edit_form: type[SectionForm] | None = None
    add_title: Text = ""
    new: Callable[[Write], Model] | None = None
    rule: Rule = anything_goes
    parts: Callable[[Any, Mapping[str, Any]], None] | None = None
    removal_rule: Rule = anything_goes
    is_removable: bool = True
    is_open: Callable[[Any], bool] = lambda row: True
    add: Callable[[Write], Model] | None = None
    change: Callable[[Write, int, str], Model] | None = None
    order: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    search: Callable[[QuerySet[Any], Arena, str], QuerySet[Any]] | None = None
    notes: Callable[[Arena], list[str]] | None = None
    # What to say about a row that was just added, if anything.
    advice: Callable[[Any], str] | None = None
    template: str = "arena/section_form.html"

    def found(self, arena: Arena, *, text: str, language: str) -> QuerySet[Any]:
        """The rows of the list, those with `text` if the section can be searched."""
        rows = self.order(self.rows(arena), language) if self.order else self.rows(arena)
        return self.search(rows, arena, text) if self.search and text else rows

    @property
    def is_downloadable(self) -> bool:
        """Whether the list can be had as a file: not the one of people, which is asked for on their own pages."""
        return not self.needs_step_up

    def form_for(self, row: Model | None) -> type[SectionForm] | None:
        """The form that adds, or the one that changes `row`."""
        return self.form if row is None else self.edit_form or self.form

    def name_of(self, row: Any) -> str:
        """What the list calls a row."""
        value = self.columns[0].value(row)
        if self.columns[0].kind == "texts":
            return ", ".join(text for text, _language in value)
        return value if isinstance(value, str) else ", ".join(str(part) for part in value)

    def mark(self, form: SectionForm, row: Model) -> str:
        """What the page says it was made from."""
        return mark_of(row, (*form.column_names, *form.links))

    def write_new(self, write: Write) -> Model:
        """Writes a new row."""
        if self.add is not None:
            return self.add(write)
        if self.new is None:
            raise NotImplementedError(self.slug)
        return add_row(self.new(write), arena=write.arena, contents=self._contents(write), actor=write.actor)

    def write_change(self, write: Write, key: int, mark: str) -> Model:
        """Writes over the row a page with `mark` was made from."""
        if self.change is not None:
            return self.change(write, key, mark)
        return change_row(
            self.rows(write.arena),
            arena=write.arena,
            key=key,
            mark=mark,
            contents=self._contents(write),
            actor=write.actor,
        )

    def remove(self, arena: Arena, key: int, actor: User) -> None:
        """Removes a row that nothing else points to."""
        remove_row(self.rows(arena), arena=arena, key=key, rule=self.removal_rule, actor=actor)

    def _contents(self, write: Write) -> Contents:
        cleaned, parts = write.cleaned, self.parts
        return Contents(
            columns={name: cleaned[name] for name in write.form.column_names},
            links={name: cleaned[name] for name in write.form.links},
            rule=self.rule,
            parts=(lambda row: parts(row, cleaned)) if parts else anything_goes,
        )


_SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    """Adds a section to every arena's settings. A slug stands once."""
    if section.slug in _SECTIONS or section.slug in {slug for slug, _label, _permission in PAGES}:
        raise ValueError(f"There is a settings section {section.slug} already.")
    _SECTIONS[section.slug] = section


def find(slug: str) -> Section | None:
    """The section with this address, if there is one."""
    return _SECTIONS.get(slug)


def in_order() -> list[Section]:
    """All sections as the tabs show them."""
    return sorted(_SECTIONS.values(), key=lambda section: section.position)


def tabs(principal: Principal, arena: Arena, current: str) -> list[tuple[str | Promise, str, bool]]:
    """Label, address and whether it is `current`, of every settings page this principal may open.

    `current` is "" for the arena's own page, else a section's slug or one of `PAGES`.
    """
    found: list[tuple[str | Promise, str, bool]] = []
    if principal.has_perm("arena.change_arena", arena):
        found.append((_("The arena"), reverse("arena:settings", args=[arena.slug]), current == ""))
    for section in in_order():
        if principal.has_perm(section.permission, arena):
            address = reverse("arena:section", args=[arena.slug, section.slug])
            found.append((section.title, address, current == section.slug))
    for slug, label, permission in PAGES:
        if principal.has_perm(permission, arena):
            found.append((label, reverse(f"arena:{slug}", args=[arena.slug]), current == slug))
    return found
