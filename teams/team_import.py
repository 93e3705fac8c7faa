"""Teams from a file: what a row can say, what it is compared with, how it is written."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arena import import_cells as cells
from arena.actions.sections import free_key
from arena.import_book import ArenaBook, arena_id, read_organisation, read_sides, read_themes
from arena.imports import NEW, CellFault, ImportField, ImportKind, Values, Verdict, Write, ambiguous, match
from arena.models import Arena
from core.text import fold
from teams.actions import start_team
from teams.enums import Stage
from teams.models import Team

STAGES = {
    "frø, idé, ide, seed": Stage.SEED,
    "grupp, gruppe": Stage.TEAM,
    "klynge, nätverk, nettverk, network": Stage.CLUSTER,
    "självgående, står på egna ben, står på egne bein, selvstendig": Stage.SELF_STANDING,
    "vilande, hviler": Stage.RESTING,
    "avslutat, avslutad, avsluttet": Stage.ENDED,
}
FIELDS = (
    ImportField(
        slug="name",
        label=_("Name"),
        read=cells.line(160),
        is_required=True,
        example="Folkverkstad",
        synonyms=("namn", "navn", "team", "team name", "teamnamn", "teamnavn", "kluster", "klynge", "grupp", "gruppe"),
    ),
    ImportField(
        slug="stage",
        label=_("Stage"),
        read=cells.choice(Stage, STAGES),
        example=Stage.SEED.label,
        synonyms=("steg", "fas", "fase"),
    ),
    ImportField(
        slug="sides",
        label=_("Country"),
        read=read_sides,
        example="SE, NO",
        hint=_("The arena’s countries."),
        synonyms=("countries", "land", "länder", "side", "sides"),
    ),
    ImportField(
        slug="place",
        label=_("Place"),
        read=cells.line(160),
        example="Åre",
        synonyms=("ort", "plats", "sted", "kommun", "kommune", "municipality"),
    ),
    ImportField(
        slug="themes",
        label=_("Themes"),
        read=read_themes,
        hint=_("As the arena calls them, with semicolons between."),
        synonyms=("theme", "tema", "teman", "temaer"),
    ),
    ImportField(
        slug="anchor",
        label=_("Host organisation"),
        read=read_organisation,
        example="556036-0793",
        hint=_("Its number, or its name as the register has it."),
        synonyms=("värdorganisation", "vertsorganisasjon", "host", "anchor"),
    ),
    ImportField(
        slug="own_word",
        label=_("What do you call yourselves?"),
        read=cells.line(60),
        synonyms=("own word", "kallar sig", "kaller seg"),
    ),
    ImportField(
        slug="description",
        label=_("Description"),
        read=cells.lines,
        synonyms=("beskrivning", "beskrivelse", "om teamet", "about"),
    ),
    ImportField(
        slug="language",
        label=_("Language"),
        read=cells.language,
        example="sv",
        hint=_("Of the texts. Without it the language that you choose for the whole file counts."),
        synonyms=("språk",),
    ),
    ImportField(
        slug="slug",
        label=_("Address"),
        read=cells.line(80),
        example="folkverkstad",
        hint=_("The last part of its page’s address. Without it one is made of the name."),
        synonyms=("key", "nyckel", "nøkkel"),
    ),
    ImportField(
        **arena_id(_("Number in the arena")),
        hint=_("Stands in files that were fetched here. Leave it empty for what is new."),
    ),
)


class TeamBook(ArenaBook):
    """The teams of the arena, and the new rows of the file."""

    def __init__(self, arena: Arena, *, language: str, actor: User | None = None) -> None:
        super().__init__(arena, language=language, actor=actor)
        self.by_slug: dict[str, int] = {}
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.keys: set[int] = set()
        for key, slug, name in arena.teams.order_by("pk").values_list("pk", "slug", "name"):
            self._add(key, slug, name)

    def classify(self, values: Values) -> Verdict:
        """By its number, by its address, by its name."""
        key, slug = values.get("arena_id"), values.get("slug")
        if key is not None:
            if key not in self.keys:
                raise CellFault("cell.id_unknown", field="arena_id", value=str(key))
            return match("match.id", key)
        if slug and slug in self.by_slug:
            return match("match.key", self.by_slug[slug])
        named = self.by_name.get(fold(values["name"]), [])
        if len(named) > 1:
            return ambiguous("ambiguous.name", named)
        return match("match.name", named[0]) if named else NEW

    def note(self, key: int, values: Values) -> None:
        """Takes a new team in."""
        slug = values.get("slug") or free_key(self.by_slug, values["name"], 80)
        self._add(key, slug, values["name"])

    def _add(self, key: int, slug: str, name: str) -> None:
        self.keys.add(key)
        self.by_slug[slug] = key
        self.by_name[fold(name)].append(key)


def write_team(write: Write) -> Team:
    """Starts the team of a row."""
    values, book = write.values, write.book
    texts = {name: values[name] for name in ("description", "own_word", "place", "stage") if values.get(name)}
    return start_team(
        arena=write.arena,
        actor=write.actor,
        sides=list(values.get("sides") or ()),
        themes=list(values.get("themes") or ()),
        name=values["name"],
        slug=values.get("slug") or free_key(book.by_slug, values["name"], 80),
        language=values.get("language") or book.language,
        anchor_id=values.get("anchor"),
        **texts,
    )


def state_of(arena: Arena) -> tuple[Any, ...]:
    """Changes with the teams and the register: two queries."""
    states = [
        rows.aggregate(n=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
        for rows in (arena.teams, arena.organisations)
    ]
    return tuple(value for state in states for value in state.values())


def named(arena: Arena, keys: Collection[int]) -> dict[int, str]:
    """What teams are called."""
    return dict(arena.teams.filter(pk__in=keys).values_list("pk", "name"))


def addresses(arena: Arena, keys: Collection[int]) -> dict[int, str]:
    """The pages of teams."""
    slugs = arena.teams.filter(pk__in=keys).values_list("pk", "slug")
    return {key: reverse("teams:page", args=[arena.slug, slug]) for key, slug in slugs}


KIND = ImportKind(
    slug="teams",
    position=20,
    title=_("Teams"),
    lead=_("One row for each team or cluster, without its members."),
    fields=FIELDS,
    book=TeamBook,
    state=state_of,
    write=write_team,
    names=named,
    addresses=addresses,
    has_language=True,
)
