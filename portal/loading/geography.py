"""Regions and municipalities of Norway and Sweden: reference data that all arenas share."""

from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from arena.models import Municipality, Region
from portal.loading.tables import Findings, Row, Shape, read_table

# The codes are those of NUTS 2024: Sweden's are unchanged since 2016, Norway's are its counties since 2024.
NUTS_VERSION = 2024
COUNTY_LEVEL = "3"

REGIONS = Shape(
    "nuts_se_no.csv",
    (
        "code",
        "level",
        "parent_code",
        "country",
        "name",
        "national_code",
        "centroid_lat",
        "centroid_lon",
        "label_lat",
        "label_lon",
        "geometry_source",
    ),
    ("code",),
    ("code", "level", "country", "name"),
)
MUNICIPALITIES = Shape(
    "municipalities_se_no.csv",
    (
        "country",
        "code",
        "official_name",
        "short_name",
        "county_code",
        "county_name",
        "nuts3",
        "lat",
        "lon",
        "coord_source",
    ),
    ("country", "code"),
    ("country", "code", "short_name", "nuts3", "lat", "lon"),
)


@transaction.atomic
def load_geography(folder: Path) -> dict[str, int]:
    """Writes regions and municipalities that are new or changed and says how many; raises `NotLoadable`."""
    findings = Findings()
    regions = [row for row in read_table(folder, REGIONS, findings) if row["level"] == COUNTY_LEVEL]
    municipalities = read_table(folder, MUNICIPALITIES, findings)
    codes = {row["code"] for row in regions}
    findings.problems += [
        row.problem(f"nuts3: {REGIONS.file} has no “{row['nuts3']}”")
        for row in municipalities
        if row["nuts3"] not in codes
    ]
    findings.raise_if_any()
    written = _sync(Region, ("code", "version"), ("name", "country"), [_region(row) for row in regions])
    keys = dict(Region.objects.filter(version=NUTS_VERSION).values_list("code", "pk"))
    towns = [_municipality(row, keys) for row in municipalities]
    fields = ("name", "region_id", "latitude", "longitude")
    return {"regions": written, "municipalities": _sync(Municipality, ("country", "code"), fields, towns)}


def _region(row: Row) -> Region:
    return Region(code=row["code"], version=NUTS_VERSION, name=row["name"], country=row["country"])


def _municipality(row: Row, keys: dict[str, int]) -> Municipality:
    return Municipality(
        country=row["country"],
        code=row["code"],
        name=row["short_name"],
        region_id=keys[row["nuts3"]],
        latitude=Decimal(row["lat"]),
        longitude=Decimal(row["lon"]),
    )


def _sync(model: type[models.Model], key: tuple[str, ...], fields: tuple[str, ...], wanted: list[models.Model]) -> int:
    """Adds and changes rows by key, a few statements in all; rows that are no longer listed stay. Says how many."""
    known = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}
    new, changed = [], []
    for row in wanted:
        old = known.get(tuple(getattr(row, name) for name in key))
        if old is None:
            new.append(row)
        elif any(getattr(old, name) != getattr(row, name) for name in fields):
            row.pk = old.pk
            changed.append(row)
    model._default_manager.bulk_create(new)
    if changed:
        model._default_manager.bulk_update(changed, fields)
    return len(new) + len(changed)
