"""What programs can say about an activity, in the words of the answers, and how it becomes what the actions take."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from activities.actions.facts import UNKNOWN_DATE, ActivityFacts, Proof, facts_of
from activities.actions.more import MoreFacts, Split, more_of
from activities.actions.parts import Part
from activities.actions.rate_activity import Rating
from activities.enums import Channel, PartRole, SdgGoal, SpokenLanguage, Status
from activities.forms.log import LogForm
from activities.forms.more import MoreForm
from activities.forms.parts import MOST_PARTS
from activities.forms.quick import QuickForm
from activities.models import Activity
from activities.register import organisations_visible_to
from api.inputs import Body, BodyRefused, OfForm, Parts, Sent, not_here
from api.pagination import LARGEST_KEY
from api.views import ArenaView
from arena.import_places import Places
from arena.import_reasons import CELLS
from arena.imports import CellFault
from core.dates import DateUnreadable, PartialDate, parse_date
from core.errors import RuleBroken
from teams.queries import teams_visible_to

PARTIAL_DATE: Final = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
LOG, MORE, QUICK = LogForm.base_fields, MoreForm.base_fields, QuickForm.base_fields
KEYS = {"example": ["textiles"]}


def read_date(text: str, view: ArenaView) -> PartialDate:
    """A day, a month or a year as ISO writes it."""
    try:
        if re.fullmatch(PARTIAL_DATE, text, re.ASCII) is None:
            raise DateUnreadable
        return parse_date(text, "en")
    except DateUnreadable as unreadable:
        message = _("Write a day, a month or a year, such as 2024-01-31, 2024-01 or 2024.")
        raise ValidationError([ErrorDetail(message, unreadable.code)]) from None


def read_sides(codes: list[str], view: ArenaView) -> tuple[Any, ...]:
    """The arena's countries, west to east."""
    found = tuple(side for side in view.sides if side.code in codes)
    return found if len(found) == len(set(codes)) else _refuse()


def read_themes(keys: list[str], view: ArenaView) -> tuple[Any, ...]:
    """The arena's themes."""
    found = tuple(view.arena.themes.filter(key__in=keys))
    return found if {row.key for row in found} == set(keys) else _refuse()


def read_priorities(keys: list[str], view: ArenaView) -> tuple[Any, ...]:
    """The arena's S3 priorities; a key that two countries have means both."""
    found = tuple(view.arena.priorities.filter(key__in=keys))
    return found if {row.key for row in found} == set(keys) else _refuse()


def read_team(slug: str, view: ArenaView) -> Any:
    """A team that this person may see."""
    rows = teams_visible_to(view.request.user, view.arena, on=view.on)
    return rows.filter(slug=slug).first() or _refuse()


def read_level(number: int, view: ArenaView) -> Any:
    """A level of the arena's scale."""
    return next((row for row in view.arena.effect_levels.all() if row.number == number), None) or _refuse()


def read_step(number: int, view: ArenaView) -> Any:
    """A step of the arena's other scale."""
    return next((row for row in view.arena.stability_steps.all() if row.number == number), None) or _refuse()


def read_town(text: str, view: ArenaView) -> Any:
    """A municipality by its name or code, as the form and files have it."""
    try:
        return Places([side.code for side in view.sides]).town(text, region=None, country="")
    except CellFault as fault:
        message = str(CELLS[fault.code]) % fault.details
        raise ValidationError([ErrorDetail(message, fault.code)]) from None


def _refuse() -> Any:
    raise not_here()


class HeadcountBody(Body):
    channel = Sent("text", schema={"enum": [Channel.ROOM.value, Channel.REMOTE.value]}, required=True, nullable=False)
    attended = OfForm(QUICK["attended"], "number", required=True, nullable=False)


class PartBody(Body):
    role = Sent("text", schema={"enum": PartRole.values}, required=True, nullable=False)
    id = Sent("number", schema={"minimum": 1})
    name = Sent("text", nothing="", schema={"maxLength": 200, "example": "Textile AB"})

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs.get("id") is None) == (not attrs.get("name", "").strip()):
            message = _("Send the id of the organisation, or its name.")
            raise ValidationError({"id": [ErrorDetail(message, "required")]})
        return attrs


class ActivityBody(Body):
    """The activity as the answers show it, without what follows from other things."""

    title = OfForm(LOG["title"], required=True, nullable=False)
    language = Sent("text", schema={"enum": [code for code, _name in settings.LANGUAGES]}, nullable=False)
    description = OfForm(LOG["description"])
    date = Sent("text", read_date, nothing=UNKNOWN_DATE, schema={"pattern": PARTIAL_DATE, "example": "2024-03-02"})
    status = Sent("text", nothing=Status.UNKNOWN, schema={"enum": [one.value for one in Status if one != "unknown"]})
    why = OfForm(LOG["why"])
    kind = OfForm(LOG["kind"])
    sides = Sent("texts", read_sides, nothing=(), schema={"example": ["NO", "SE"]})
    themes = Sent("texts", read_themes, nothing=(), schema=KEYS)
    team = Sent("text", read_team, schema={"example": "repair"})
    meeting_form = OfForm(LOG["meeting_form"])
    municipality = Sent("text", read_town, schema={"example": "Arvika"})
    place = OfForm(LOG["place"])
    last_day = OfForm(MORE["ends_on"])
    start_time = OfForm(MORE["start_time"])
    end_time = OfForm(MORE["end_time"])
    priorities = Sent("texts", read_priorities, nothing=(), schema={"example": ["bioeconomy"]})
    goals = Sent("numbers", nothing=(), schema={"items": {"type": "integer", "enum": SdgGoal.values}})
    access = OfForm(MORE["access"])
    is_advertised = Sent("yes_no")
    languages_spoken = OfForm(MORE["spoken"], "texts")
    method = OfForm(MORE["method"])
    remote_how = OfForm(MORE["remote_how"])
    remote_why_not = OfForm(MORE["remote_why_not"])
    facilitator = OfForm(MORE["facilitator"])
    tech_support = OfForm(MORE["tech_support"])
    lessons = OfForm(MORE["lessons"])
    publicity = OfForm(MORE["publicity"])
    duration_hours = OfForm(MORE["duration_hours"], "decimal")
    travel_hours = OfForm(MORE["travel_hours"], "decimal")
    travel_km = OfForm(MORE["travel_km"], "number")
    participants = OfForm(QUICK["attended"], "number")
    headcounts = Parts(HeadcountBody(), most=2)
    organisations = Parts(PartBody(), most=MOST_PARTS)
    level = Sent("number", read_level, schema={"minimum": 1, "example": 2})
    stability = Sent("number", read_step, schema={"minimum": 1, "example": 3})
    link = OfForm(LOG["link"])

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        counts = attrs.get("headcounts")
        if counts is None:
            return attrs
        total = sum(row["attended"] for row in counts) if counts else None
        if len({row["channel"] for row in counts}) < len(counts):
            raise ValidationError({"headcounts": [ErrorDetail(_("Send each channel once."), "repeated")]})
        if attrs.setdefault("participants", total) != total:
            message = _("This is not the sum of the headcounts.")
            raise ValidationError({"participants": [ErrorDetail(message, "contradiction")]})
        return attrs


# What the actions call the fields of a body; the others have one name.
FACTS: Final = {
    **{name: name for name in ("title", "language", "description", "why", "kind", "sides", "themes", "team")},
    "date": "when",
    "participants": "attended",
    **{name: name for name in ("meeting_form", "municipality", "place")},
}
MORE_FACTS: Final = {
    "last_day": "ends_on",
    "languages_spoken": "spoken",
    **{name: name for name in ("start_time", "end_time", "priorities", "goals", "access", "is_advertised", "method")},
    **{name: name for name in ("remote_how", "remote_why_not", "facilitator", "tech_support", "lessons", "publicity")},
    **{name: name for name in ("duration_hours", "travel_hours", "travel_km")},
}

# Fields that the pages call otherwise.
FIELDS_OF_FORMS: Final = {"parts": "organisations", "ends_on": "last_day", "attended": "participants"}


def new_facts(sent: Mapping[str, Any], view: ArenaView) -> ActivityFacts:
    """What is said about a new activity; its texts are in the language of the request unless it says another."""
    language = get_language() or "en"
    facts = ActivityFacts(title="", language=language, knows_register=view.visitor.sees_firm_names)
    status = sent.get("status", "")
    return replace(facts, **_named(sent, FACTS), status="" if status == Status.DRAFT else status)


def facts_over(activity: Activity, sent: Mapping[str, Any]) -> ActivityFacts:
    """What stands, with what was sent in its place. A draft keeps the status out: sending one takes it out."""
    before = facts_of(activity)
    status = sent.get("status", "" if before.status == Status.DRAFT else before.status)
    return before.with_changes(**_named(sent, FACTS), status="" if status == Status.DRAFT else status)


def more_over(activity: Activity | None, sent: Mapping[str, Any], view: ArenaView) -> MoreFacts | None:
    """The same for everything beyond the quick form; None when nothing of it was sent."""
    changed = _named(sent, MORE_FACTS)
    if "goals" in changed:
        changed["goals"] = tuple(sorted(set(changed["goals"])))
    if "spoken" in changed:
        changed["spoken"] = tuple(one.value for one in SpokenLanguage if one in changed["spoken"])
    if "headcounts" in sent:
        counts = {row["channel"]: row["attended"] for row in sent["headcounts"]}
        changed["people"] = Split(counts.get(Channel.ROOM), counts.get(Channel.REMOTE))
    if "organisations" in sent:
        changed["parts"] = _parts(sent["organisations"], activity, view)
    if not changed:
        return None
    keeps = activity is not None and not view.visitor.sees_firm_names
    before = replace(more_of(activity), people=None, parts=None) if activity else MoreFacts()
    return replace(before, keeps_supported=keeps, **changed)


def rating_over(activity: Activity | None, sent: Mapping[str, Any]) -> Rating | None:
    """The rating that was sent, completed by the latest one; None when none was sent."""
    if "level" not in sent and "stability" not in sent:
        return None
    latest = next(iter(activity.assessments.all()), None) if activity else None
    level = sent.get("level", latest.level if latest else None)
    step = sent.get("stability", latest.stability if latest else None)
    if level is None and latest is not None:
        raise RuleBroken("rating.stays", _("A rating stays. Send another one."), field="level")
    if level is None and step is not None:
        raise RuleBroken("activity.level_missing", _("Choose what it changes"), field="level")
    return Rating(level, step) if level is not None else None


def proof_of(sent: Mapping[str, Any]) -> Proof:
    """The link that came along."""
    return Proof(link=sent.get("link", ""))


def _named(sent: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {name: sent[key] for key, name in names.items() if key in sent}


def _parts(rows: list[dict[str, Any]], activity: Activity | None, view: ArenaView) -> tuple[Part, ...]:
    """Organisations by the ids that this person may see, or that stand there already, and by names."""
    keys = {row["id"] for row in rows if row.get("id") and row["id"] < LARGEST_KEY}
    visible = organisations_visible_to(view.request.user, view.arena, on=view.on).prefetch_related(None)
    known = dict(visible.filter(pk__in=keys).values_list("pk", "name"))
    if activity is not None:
        wholes = [part.organisation.whole for part in activity.organisation_parts.all()]
        known |= {row.pk: row.name for row in wholes if view.visitor.sees_firm_names or row.pk in known}
    wrong = [place for place, row in enumerate(rows) if row.get("id") is not None and row["id"] not in known]
    if wrong:
        raise BodyRefused({f"organisations.{place}.id": not_here().detail for place in wrong})
    sees = view.visitor.sees_firm_names
    return tuple(
        Part(row["role"], row["id"], known[row["id"]])
        if row.get("id")
        else Part(row["role"], None, row["name"], knows_register=sees)
        for row in rows
    )


@contextmanager
def in_words_of_the_api() -> Iterator[None]:
    """What an action refuses is told at the field of the body."""
    try:
        yield
    except RuleBroken as broken:
        if broken.field in FIELDS_OF_FORMS:
            raise RuleBroken(broken.code, broken.message, field=FIELDS_OF_FORMS[broken.field]) from broken
        raise
