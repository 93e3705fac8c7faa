"""What is known of the made-up activities beyond the quick form, by their kind, themes and countries. Draws no lot."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from activities.actions.more import MoreFacts, Split
from activities.actions.parts import Part
from activities.enums import MeetingForm, PartRole
from arena.models import Organisation, Priority
from core.dates import DatePrecision
from portal.demo.happenings import Happening
from portal.demo.script import several
from portal.loading.tables import Row

# The United Nations’ goals that each theme works for.
GOALS = {
    "symbiosis": (9, 12),
    "reuse": (11, 12),
    "building": (11, 12),
    "food": (2, 12),
    "forest": (13, 15),
    "tourism": (8, 12),
    "procurement": (12, 17),
    "models": (8, 9),
}
SPOKEN = {"SE": "sv", "NO": "no"}
FACILITATOR = {"sv": "Processledaren, processledare@example.org", "nb": "Prosesslederen, prosessleder@example.org"}
TECH_SUPPORT = {"sv": "Teknisk hjälp, hjalp@example.org", "nb": "Teknisk hjelp, hjelp@example.org"}
PUBLICITY = {"sv": "Notis i lokaltidningen", "nb": "Omtale i lokalavisa"}
ORGANISERS = {
    "SE": ("Exempelregionen", "Exempelkommunen", "Exempelhögskolan"),
    "NO": ("Eksempelfylket", "Eksempelkommunen", "Eksempelhøgskolen"),
}
# Lines whose description says that they last two days.
TWO_DAYS = frozenset({"rivkurs", "felles-kurs"})
# Of a hybrid meeting about one in three took part online.
ONLINE = 3
JOURNEY_KM, JOURNEY_HOURS = 180, Decimal("2.5")


def more_of(
    happening: Happening,
    by_kind: Mapping[tuple[str, str], Row],
    priorities: Iterable[Priority],
    organisations: Mapping[str, Organisation],
    *,
    is_over: bool,
) -> MoreFacts:
    """Everything beyond the quick form; what comes of an activity only once it is over."""
    line = happening.line
    kind = by_kind[line["kind"], line["language"]]
    sides, themes = several(line["sides"]), several(line["themes"])
    is_exact = happening.when.precision is DatePrecision.DAY
    starts = time.fromisoformat(kind["starts"]) if kind["starts"] and is_exact else None
    hours = Decimal(kind["hours"]) if kind["hours"] else None
    days = 2 if line["key"] in TWO_DAYS and is_exact else 1
    return MoreFacts(
        ends_on=happening.day + timedelta(days=1) if days > 1 else None,
        start_time=starts,
        end_time=_ends(starts, hours),
        priorities=tuple(row for row in priorities if row.side.code in sides and _shares(row, themes)),
        goals=tuple(sorted({goal for theme in themes for goal in GOALS[theme]})),
        method=kind["method"],
        access=kind["access"],
        is_advertised={"yes": True, "no": False}.get(kind["advertised"]),
        spoken=tuple(SPOKEN[side] for side in reversed(sides)),
        remote_how=kind["remote"] if line["form"] in {MeetingForm.ONLINE, MeetingForm.HYBRID} else "",
        facilitator=FACILITATOR[line["language"]] if line["kind"] == "workshop" else "",
        tech_support=TECH_SUPPORT[line["language"]] if line["form"] == MeetingForm.HYBRID else "",
        lessons=kind["lesson"] if is_over and happening.has_evidence else "",
        publicity=PUBLICITY[line["language"]] if is_over and line["evidence"] == "all" else "",
        duration_hours=hours * days if hours is not None else None,
        travel_hours=JOURNEY_HOURS if len(sides) > 1 and line["form"] == MeetingForm.ON_SITE else None,
        travel_km=JOURNEY_KM if len(sides) > 1 and line["form"] == MeetingForm.ON_SITE else None,
        people=_split(happening) if is_over else None,
        parts=None if is_over and happening.announced_on else _organisers(happening, organisations),
        keeps_supported=True,
    )


def _shares(priority: Priority, themes: tuple[str, ...]) -> bool:
    return any(theme.key in themes for theme in priority.themes.all())


def _ends(starts: time | None, hours: Decimal | None) -> time | None:
    if starts is None or hours is None:
        return None
    return (datetime.combine(date.min, starts) + timedelta(hours=float(hours))).time()


def _split(happening: Happening) -> Split | None:
    """Room and online of a hybrid meeting; one number says it all for the others."""
    if happening.line["form"] != MeetingForm.HYBRID or happening.attended is None:
        return None
    online = happening.attended // ONLINE
    return Split(happening.attended - online, online)


def _organisers(happening: Happening, organisations: Mapping[str, Organisation]) -> tuple[Part, ...]:
    """One public body or school of each country, the same for all of a line."""
    place = len(happening.line["key"])
    names = [ORGANISERS[side][place % len(ORGANISERS[side])] for side in several(happening.line["sides"])]
    return tuple(Part(PartRole.ORGANISER, organisations[name].pk) for name in names)
