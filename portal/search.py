"""Searching an arena: what a visitor may find, what the results say, and what else could have been meant."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.findable import ACTIVITY
from activities.models import Activity
from activities.queries import activities_visible_to
from activities.register import organisations_visible_to
from arena.access import Visitor
from arena.findable import ORGANISATION
from arena.models import Arena, Organisation, SearchDocument, Side
from arena.search import Question, best_first, found_by, question_of, thesaurus_of
from arena.search.guess import Guess, nearest
from arena.search.marks import Marker, Piece
from portal.organisations import sides_of
from teams.findable import TEAM
from teams.models import Team
from teams.queries import teams_visible_to

KINDS = {ACTIVITY: _("Activities"), TEAM: _("Teams"), ORGANISATION: _("Organisations")}


Place = tuple[str, int]  # the kind of a thing and its key


@dataclass(frozen=True)
class Answer:
    """What a question finds among what a visitor may see, best first."""

    question: Question
    found: list[Place]
    # Nothing has all the words: these have some of them.
    is_partial: bool = False

    def of_kind(self, kind: str) -> list[Place]:
        """What was found of one kind, or of every kind for an empty one."""
        return [place for place in self.found if place[0] == kind] if kind else self.found


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing that was found, as the page shows it."""

    kind: str
    url: str
    title: list[Piece]
    language: str = ""
    sides: Sequence[Side] = ()
    row: Any = None
    place: list[Piece] = field(default_factory=list)
    text: list[Piece] = field(default_factory=list)
    # Another name by which an organisation was found, and its language.
    called: list[Piece] = field(default_factory=list)
    called_in: str = ""


def answer(visitor: Visitor, text: str, *, side: Side | None = None, exact: bool = False) -> Answer:
    """What the visitor finds by `text`; without the synonyms when only the `exact` words are wanted.

    When nothing has all the words, what has any of them.
    """
    question = question_of(text) if exact else question_of(text, thesaurus_of(visitor.arena))
    visible = _visible(visitor, side)
    found = _found(visitor.arena, question, visible)
    if found or len(question.wanted) < 2:
        return Answer(question, found)
    found = _found(visitor.arena, question, visible, any_word=True)
    return Answer(question, found, is_partial=bool(found))


def suggestion(visitor: Visitor, asked: Question, *, side: Side | None = None) -> Guess | None:
    """What could have been meant by a question that nothing answers, in words of titles the visitor may see."""
    visible = _visible(visitor, side)
    better = nearest(SearchDocument.objects.filter(visible, arena=visitor.arena), asked)
    if better is None:
        return None
    question = question_of(better.text, thesaurus_of(visitor.arena))
    return better if found_by(question, visitor.arena).filter(visible).exists() else None


def _found(arena: Arena, question: Question, visible: Q, *, any_word: bool = False) -> list[Place]:
    """Everything at once: how many there are of each kind is known by the list, and visibility is asked once."""
    if not question:
        return []
    documents = found_by(question, arena, any_word=any_word).filter(visible)
    return list(best_first(documents, question, any_word=any_word).values_list("kind", "object_key"))


def _visible(visitor: Visitor, side: Side | None) -> Q:
    """The documents of what the visitor may see: visibility is asked where the rows of each kind ask it."""
    asked = (visitor.principal, visitor.arena)
    activities = activities_visible_to(*asked, on=visitor.on).order_by().values("pk")
    teams = teams_visible_to(*asked, on=visitor.on).order_by().values("pk")
    organisations = organisations_visible_to(*asked, on=visitor.on).order_by().values("pk")
    visible = (
        Q(kind=ACTIVITY, object_key__in=activities)
        | Q(kind=TEAM, object_key__in=teams)
        | Q(kind=ORGANISATION, object_key__in=organisations)
    )
    return visible if side is None else visible & _of_side(side)


def _of_side(side: Side) -> Q:
    """Documents of what belongs to a side; a joint thing belongs to each of its sides."""
    whole = Coalesce("organisation__canonical_id", "organisation_id")
    return (
        Q(kind=ACTIVITY, object_key__in=Activity.sides.through.objects.filter(side=side).values("activity_id"))
        | Q(kind=TEAM, object_key__in=Team.sides.through.objects.filter(side=side).values("team_id"))
        | Q(kind=ORGANISATION, object_key__in=Organisation.sides.through.objects.filter(side=side).values(whole=whole))
    )


def results(visitor: Visitor, places: Iterable[Place], question: Question) -> list[Result]:
    """What an answer shows of some of the things it found, in their order: at most seven queries."""
    ordered = list(places)
    keys = {kind: [key for its_kind, key in ordered if its_kind == kind] for kind in KINDS}
    marker = Marker(question)
    found = {
        **_activities(visitor, keys[ACTIVITY], marker),
        **_teams(visitor, keys[TEAM], marker),
        **_organisations(visitor, keys[ORGANISATION], marker),
    }
    return [found[place] for place in ordered if place in found]


def _activities(visitor: Visitor, keys: Collection[int], marker: Marker) -> dict[Place, Result]:
    if not keys:
        return {}
    rows = _with_sides(Activity.objects.filter(pk__in=keys)).select_related("municipality")
    return {
        (ACTIVITY, row.pk): Result(
            kind=gettext("Activity"),
            url=reverse("activities:page", args=[visitor.arena.slug, row.pk]),
            title=marker.marked(row.title, row.language),
            language=row.language,
            sides=_sides(visitor, row.side_codes),
            row=row,
            place=_place(marker, row.place, row.municipality.name if row.municipality else ""),
            text=_snippet(marker, row.language, row.description, row.quote),
        )
        for row in rows
    }


def _teams(visitor: Visitor, keys: Collection[int], marker: Marker) -> dict[Place, Result]:
    if not keys:
        return {}
    return {
        (TEAM, row.pk): Result(
            kind=gettext("Team"),
            url=reverse("teams:page", args=[visitor.arena.slug, row.slug]),
            title=marker.marked(row.name, row.language),
            language=row.language,
            sides=_sides(visitor, row.side_codes),
            row=row,
            place=marker.marked(row.place),
            text=_snippet(marker, row.language, row.description, row.own_word, row.quote),
        )
        for row in _with_sides(Team.objects.filter(pk__in=keys))
    }


def _organisations(visitor: Visitor, keys: Collection[int], marker: Marker) -> dict[Place, Result]:
    if not keys:
        return {}
    sides = sides_of(visitor.arena, keys)
    wholes = Organisation.objects.filter(pk__in=keys).select_related("municipality")
    found = {}
    for row in wholes.prefetch_related("aliases", "spellings__aliases"):
        called, language = _other_name(row, marker)
        found[ORGANISATION, row.pk] = Result(
            kind=gettext("Organisation"),
            url=reverse("organisations:page", args=[visitor.arena.slug, row.pk]),
            title=marker.marked(row.name),
            sides=sides[row.pk],
            row=row,
            place=marker.marked(row.municipality.name if row.municipality else ""),
            text=marker.snippet(row.number),
            called=called,
            called_in=language,
        )
    return found


def _other_name(whole: Organisation, marker: Marker) -> tuple[list[Piece], str]:
    """The first other name in which something was found; none when its own name says it."""
    if marker.finds(whole.name):
        return [], ""
    spellings = [whole, *whole.spellings.all()]
    names = [(row.name, "") for row in spellings[1:]]
    names += [(alias.name, alias.language) for row in spellings for alias in row.aliases.all()]
    found = ((marker.marked(*name), name[1]) for name in names if marker.finds(*name))
    return next(found, ([], ""))


def _with_sides(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `side_codes`, a text such as "NO,SE": instances of sides are slow to make by the dozen."""
    links = rows.model.sides.through._default_manager.order_by()
    own = links.filter(**{rows.model._meta.model_name: OuterRef("pk")})
    codes = own.values(rows.model._meta.model_name).annotate(codes=StringAgg("side__code", Value(",")))
    return rows.annotate(side_codes=Subquery(codes.values("codes")))


def _sides(visitor: Visitor, codes: str | None) -> list[Side]:
    known = (codes or "").split(",")
    return [side for side in visitor.arena.sides.all() if side.code in known]


def _snippet(marker: Marker, language: str, *texts: str) -> list[Piece]:
    """From the first of the texts in which something was found."""
    return next(filter(None, (marker.snippet(" ".join(text.split()), language) for text in texts)), [])


def _place(marker: Marker, *names: str) -> list[Piece]:
    """The name in which something was found, else the first there is."""
    known = sorted(filter(None, names), key=lambda name: not marker.finds(name))
    return marker.marked(known[0]) if known else []
