"""What each settings section is sent, and rows for it."""

from datetime import date, timedelta

from activities.models import EffectLevel, StabilityStep
from arena.models import ArenaRole, Municipality, Organisation, Period, Priority, Region, Side, SynonymGroup, Theme
from indicators.models import Indicator
from tests.conftest import Cast
from tests.factories import START, DamagedFileFactory, UserFactory

TOKEN = "token-of-the-form-0001"

WRITTEN = (
    "countries",
    "periods",
    "organisations",
    "levels",
    "stability",
    "themes",
    "priorities",
    "synonyms",
    "indicators",
    "roles",
)
READ = ("regions", "municipalities", "files")
MODELS = {
    "countries": Side,
    "periods": Period,
    "organisations": Organisation,
    "levels": EffectLevel,
    "stability": StabilityStep,
    "themes": Theme,
    "priorities": Priority,
    "synonyms": SynonymGroup,
    "indicators": Indicator,
    "roles": ArenaRole,
}
# A text of the form that is needed, by section; roles and organisations have one name alone.
NAMED = {"periods": "label", "synonyms": "words", "organisations": None, "roles": None}


def answers(slug: str, cast: Cast) -> dict[str, object]:
    """A form of the section, filled in rightly."""
    return {
        "countries": {"name_sv": "Finland", "code": "fi", "mark": "triangle", "position": "3"},
        "periods": {"label_nb": "Høsten 2030", "starts_on": "2030-07-01", "ends_on": "2030-12-31"},
        "organisations": {"name": "Återbruket AB", "country": "SE", "number": "556016-0680", "sides": [cast.sweden.pk]},
        "levels": {"number": "4", "name_sv": "Jorden"},
        "stability": {"number": "6", "name_nb": "For alltid"},
        "themes": {"name_sv": "Återbruk", "name_nb": "Ombruk", "position": "1"},
        "priorities": {"name_sv": "Cirkulär ekonomi", "side": cast.sweden.pk, "source": "S3 2030"},
        "synonyms": {"words_sv": "gleshygge", "words_nb": "glissen skog", "wider_en": "forest"},
        "indicators": {"name_nb": "Bedrifter", "accumulation": "cumulative", "position": "1", "target_all": "8"},
        "roles": {"email": "outsider@example.org", "role": "broker", "side": "", "starts_on": "2026-01-01"},
    }[slug]


def add_rows(slug: str, cast: Cast, number: int) -> None:
    """Some more rows of a section."""
    arena = cast.arena
    region = Region.objects.get_or_create(code="SE322", version=2024, name="Jämtlands län", country="SE")[0]
    for n in range(number):
        start = START + timedelta(days=31 * n)
        if slug == "periods":
            Period.objects.create(arena=arena, label_en=f"P {n}", starts_on=start, ends_on=start + timedelta(days=30))
        elif slug == "organisations":
            row = Organisation.objects.create(arena=arena, name=f"Organisation {n}")
            row.sides.add(cast.sweden)
            row.aliases.create(name=f"Alias {n}")
        elif slug == "themes":
            Theme.objects.create(arena=arena, key=f"t{n}", name_en=f"Theme {n}")
        elif slug == "priorities":
            row = Priority.objects.create(arena=arena, key=f"p{n}", name_en=f"Priority {n}", side=cast.sweden)
            row.themes.add(Theme.objects.create(arena=arena, key=f"of-{n}", name_en=f"Theme {n}"))
        elif slug == "synonyms":
            SynonymGroup.objects.create(arena=arena, words_en=f"word {n}\nanother {n}")
        elif slug == "indicators":
            row = Indicator.objects.create(arena=arena, code=f"i{n}", name_en=f"Indicator {n}")
            row.targets.create(value=n)
        elif slug == "roles":
            ArenaRole.objects.create(arena=arena, user=UserFactory(), role="broker", side=cast.norway, starts_on=START)
        elif slug == "files":
            DamagedFileFactory(activity__arena=arena)
        elif slug == "municipalities":
            Municipality.objects.create(country="SE", code=f"{n:04}", name=f"Municipality {n}", region=region)
        elif slug == "regions":
            Region.objects.create(country="NO", code=f"NO{n:03}", version=2024, name=f"Region {n}")


def first_row(slug: str, cast: Cast) -> object:
    """A row of the section that nothing uses."""
    if slug == "countries":
        return cast.norway
    if slug == "levels":
        return cast.arena.effect_levels.get(number=3)
    if slug == "stability":
        return cast.arena.stability_steps.get(number=5)
    add_rows(slug, cast, 1)
    return MODELS[slug].objects.filter(arena=cast.arena).latest("pk")


def day(text: str) -> date:
    """A day as forms send it."""
    return date.fromisoformat(text)
