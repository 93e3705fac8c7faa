"""Many units at once, cheaply."""

from datetime import date

from activities.enums import Kind, Precision, Status
from activities.models import Activity, Evidence, OrganisationPart
from arena.models import Organisation

DAY = date(2024, 3, 1)


def log_many(cast, n_units):
    """`n_units` demonstrations with evidence and as many supported companies, on both sides."""
    _activities(cast, n_units, Kind.DEMONSTRATION)
    coachings = _activities(cast, n_units, Kind.COACHING)
    firms = Organisation.objects.bulk_create(
        Organisation(arena=cast.arena, name=f"Secret firm {n}", is_enterprise=True, helix="business")
        for n in range(n_units)
    )
    OrganisationPart.objects.bulk_create(
        OrganisationPart(activity=activity, organisation=firm, role="supported")
        for activity, firm in zip(coachings, firms, strict=True)
    )


def _activities(cast, n_units, kind):
    rows = Activity.objects.bulk_create(
        Activity(
            arena=cast.arena,
            title=f"{kind} {n}",
            language="sv",
            status=Status.HELD,
            kind=kind,
            first_on=DAY,
            last_on=DAY,
            precision=Precision.DAY,
        )
        for n in range(n_units)
    )
    links = Activity.sides.through
    links.objects.bulk_create(links(activity=row, side=side) for row in rows for side in (cast.norway, cast.sweden))
    Evidence.objects.bulk_create(
        Evidence(activity=row, title="Report", url="https://example.org/report") for row in rows
    )
    return rows
