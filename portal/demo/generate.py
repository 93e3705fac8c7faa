"""Makes the arena `demo`: the same seed and day give the same content."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

from django.db import transaction

from accounts.models import User
from arena.models import Arena, Municipality
from portal.demo import frame, play
from portal.demo.calendar import half_years_around
from portal.demo.happenings import Plot
from portal.demo.looks import answer_checks
from portal.demo.people import Crowd, Person
from portal.demo.script import DRAFTS, HYPOTHESES, MORE, SECOND_RATINGS, TEAMS, Script, read_script
from portal.loading.geography import load_geography

SLUG = "demo"
# Nobody owns addresses under .invalid (RFC 2606), and these people are not active: they never sign in, no mail leaves.
ADDRESS = "person-{number:03}@demo.invalid"


class AlreadyThere(Exception):
    """An arena has the address of the made-up one."""


@transaction.atomic
def generate_demo(*, data: Path, seed: int, on: date) -> Arena:
    """Writes the made-up arena as it stands on `on`, in one transaction. Raises `AlreadyThere`."""
    if Arena.objects.filter(slug=SLUG).exists():
        raise AlreadyThere
    load_geography(data / "geography")
    towns = {row.code: row for row in Municipality.objects.all()}
    script = read_script(data, {code: town.name for code, town in towns.items()})
    periods = half_years_around(on)
    scene = _set_scene(script, periods, on, towns)
    _tell_story(scene, script, seed, periods[0].first)
    return scene.arena


def _set_scene(script: Script, periods: list, on: date, towns: dict[str, Municipality]) -> play.Scene:
    arena = frame.write_arena(script, periods)
    sides = frame.write_sides(arena, script)
    themes = frame.write_themes(arena, script, sides)
    levels, steps = frame.write_scales(arena, script)
    frame.write_indicators(arena, script, sides)
    organisations = frame.write_organisations(arena, script, sides, towns)
    scene = play.Scene(arena, on, sides, themes, levels, steps, organisations, towns)
    scene.priorities = list(arena.priorities.select_related("side").prefetch_related("themes"))
    scene.by_kind = {(row["kind"], row["language"]): row for row in script[MORE]}
    return scene


def _tell_story(scene: play.Scene, script: Script, seed: int, start: date) -> None:
    stays = Crowd(script, Random(f"{seed} people"), start, scene.on).stays()  # noqa: S311 -- made up, not secret
    plot = Plot(script, Random(f"{seed} happenings"), start, scene.on)  # noqa: S311 -- made up, not secret
    scene.users = {person: _user(person) for person in sorted({stay.person for stay in stays}, key=_number)}
    for row in script[TEAMS]:
        play.write_team(scene, row)
    scene.hypotheses = {row["key"]: row for row in script[HYPOTHESES]}
    scene.second_ratings = {(row["key"], int(row["turn"])): row for row in script[SECOND_RATINGS]}
    scene.loggers = {stay.team: scene.users[stay.person] for stay in stays if stay.is_lead}
    events = [event for stay in stays for event in play.events_of_stay(scene, stay)]
    events += [event for one in plot.happenings() for event in play.events_of_happening(scene, one)]
    events += [event for line, day in plot.cancelled() for event in play.events_of_cancelled(scene, line, day)]
    play.play(events)
    answer_checks(scene)
    play.repeat_the_next(scene)
    for line in script[DRAFTS]:
        play.write_draft(scene, line)
    play.close_ended_teams(scene)


def _number(person: Person) -> int:
    return person.number


def _user(person: Person) -> User:
    address = ADDRESS.format(number=person.number)
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, is_active=False)
    user.name, user.language = person.name, person.language
    user.save(update_fields=["name", "language"])
    return user


def content_hash(arena: Arena) -> str:
    """A digest of everything an arena tells: no keys of rows, no time stamps of writing."""
    return sha256(json.dumps(_content(arena), default=str, ensure_ascii=False).encode()).hexdigest()


def _content(arena: Arena) -> dict[str, list]:
    activities = arena.activities.order_by("pk")
    firm = ("name", "helix", "municipality__code", "size", "industry_code")
    facts = ("title", "description", "status", "kind", "first_on", "precision", "meeting_form", "team__slug", "place")
    return {
        "arena": [arena.slug, arena.started_on, arena.ended_on, arena.is_sample],
        "periods": list(arena.periods.order_by("starts_on").values_list("starts_on", "ends_on")),
        "organisations": sorted(arena.organisations.values_list(*firm)),
        "teams": list(arena.teams.order_by("slug").values_list("slug", "stage", "place", "joining")),
        "stays": sorted(
            map(
                str,
                arena.teams.values_list(
                    "slug", "memberships__user__name", "memberships__started_on", "memberships__ended_on"
                ),
            )
        ),
        "activities": list(activities.values_list(*facts, "municipality__code", "logged_by__name")),
        "sides": sorted(map(str, activities.values_list("title", "first_on", "sides__code"))),
        "people": sorted(map(str, activities.values_list("title", "first_on", "headcounts__attended"))),
        "evidence": sorted(map(str, activities.values_list("evidence__url", "title"))),
        "more": sorted(
            map(str, activities.values_list("title", "first_on", "ends_on", "access", "sdg_bits", "spoken"))
        ),
        "firms": sorted(
            map(str, activities.values_list("title", "first_on", "organisation_parts__organisation__name"))
        ),
        "hypotheses": sorted(
            map(str, activities.values_list("title", "hypotheses__behaviour", "hypotheses__revisits__seen"))
        ),
        "not_known_yet": sorted(map(str, activities.values_list("title", "not_known_yet__said_on"))),
        "ratings": sorted(
            map(
                str,
                activities.values_list(
                    "title",
                    "first_on",
                    "assessments__rated_on",
                    "assessments__level__number",
                    "assessments__stability__number",
                    "assessments__is_observed",
                ),
            )
        ),
    }
