"""The effect map of 1,000 and of 100,000 activities."""

import resource
from time import perf_counter

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.translation import override

from activities.map_queries import MapChoice, standings_visible_to
from arena.models import Arena
from bench.fill import add_activities
from bench.measure import Bars, cpu_ms, page, wall_ms
from core.clock import today
from portal import charts, sentences
from portal.arena_map import draw_up, frame_of
from tests.conftest import build_cast
from tests.factories import PeriodFactory, TeamFactory, ThemeFactory

SMALL, LARGE = 1_000, 100_000
MAP = "/en/a/one/map/"
NOWHERE = charts.Addresses(activity=lambda key: f"/{key}/", group=lambda code, level: f"/?{code}={level}")
FILTERED = (f"{MAP}?side=SE", f"{MAP}?theme=theme-1&show=observed", f"{MAP}?period=2024-01-01", f"{MAP}?year=2023")


def run() -> int:
    """Prints the figures of both volumes and whether each bar of the map is met."""
    call_command("migrate", verbosity=0)
    cast = build_cast()
    arena = cast.arena
    for number in range(6):
        ThemeFactory(arena=arena, key=f"theme-{number}")
        TeamFactory(arena=arena)
    PeriodFactory(arena=arena, starts_on="2024-01-01", ends_on="2024-06-30")
    visitor, member = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    member.force_login(cast.member)
    bars, cost = Bars(), {}
    for n in (SMALL, LARGE):
        begun = perf_counter()
        add_activities(arena, n - arena.activities.count(), seed=n)
        _settle()
        print(f"\n{n:,} activities (written in {perf_counter() - begun:.0f} s)")
        cost[n] = {address: cpu_ms(lambda at=address: visitor.get(at)) for address in (MAP, "/en/a/one/")}
        _figures(bars, arena, visitor, member)
        for address in (MAP, "/en/a/one/", "/api/v1/arenas/one/map/"):
            bars.tell(f"processor time of {address}", cpu_ms(lambda at=address: visitor.get(at)), "ms")
        for address in FILTERED:
            bars.tell(f"processor time of {address}", cpu_ms(lambda at=address: visitor.get(at), 3), "ms")
        _files(bars, visitor)
    print("\nGrowth from 1,000 to 100,000")
    for address in cost[SMALL]:
        bars.check(f"processor time of {address}", cost[LARGE][address] / cost[SMALL][address], 1.5, "times")
    return 1 if bars.missed else 0


def _settle() -> None:
    """As the database keeps itself in the night: statistics, and pages that are seen by everybody."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _figures(bars: Bars, arena: Arena, visitor: Client, member: Client) -> None:
    statements, size = page(visitor, MAP)
    bars.check("statements of the map", statements, 15, "")
    bars.check("statements of the map, signed in", page(member, MAP)[0], 20, "")
    bars.check("compressed size of the map", size, 100, "kB")
    bars.check("statements of the overview", page(visitor, "/en/a/one/")[0], 12, "")
    bars.check("data and drawing of the map", cpu_ms(lambda: _draw(arena)), 30, "ms")
    bars.tell("data and drawing of the map, time passed", wall_ms(lambda: _draw(arena)), "ms")


def _draw(arena: Arena) -> None:
    """What the page asks the database for its drawings, and the drawings, both of them."""
    with override("en"):
        standings = standings_visible_to(AnonymousUser(), arena, on=today())
        arena_map = draw_up(MapChoice(standings=standings), frame_of(arena), language="en")
        assert arena_map is not None
        words = sentences.description(arena_map)
        charts.chart(arena_map, "wide", addresses=NOWHERE, description=words)
        charts.chart(arena_map, "narrow", description=words)


def _files(bars: Bars, visitor: Client) -> None:
    bars.check("csv: to its first line", cpu_ms(lambda: next(iter(visitor.get(f"{MAP}?format=csv")))), 50, "ms")
    for kind in ("csv", "json"):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = perf_counter()
        size = sum(map(len, visitor.get(f"{MAP}?format={kind}")))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        bars.check(f"{kind}: growth of memory", grown, 16, "MB")
        bars.tell(f"{kind}: all of its {size / 1e6:.1f} MB, time passed", 1000 * (perf_counter() - begun), "ms")
