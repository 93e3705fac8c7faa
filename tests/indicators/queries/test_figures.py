"""Figures and the rows behind them."""

from decimal import Decimal

import pytest

from activities.enums import Kind, Status
from arena.models import Organisation
from core.export import CellStatus
from indicators.counting import Reason, Standing
from indicators.enums import REASONS
from indicators.queries import (
    demonstration_units,
    figure_of,
    figures_of,
    supported_enterprise_units,
    unit_rows,
)
from tests.factories import (
    ActivityFactory,
    EvidenceFactory,
    IndicatorFactory,
    OrganisationFactory,
    OrganisationPartFactory,
    TargetFactory,
)
from tests.indicators.many import log_many

SIDES = ["NO", "SE"]


def demonstration(cast, *sides, evidence=1, **fields):
    row = ActivityFactory(arena=cast.arena, **{"kind": Kind.DEMONSTRATION, **fields})
    row.sides.set(sides)
    for _piece in range(evidence):
        EvidenceFactory(activity=row)
    return row


def support(cast, company, *sides, kind=Kind.COACHING, status=Status.HELD, role="supported"):
    row = ActivityFactory(arena=cast.arena, kind=kind, status=status)
    row.sides.set(sides)
    OrganisationPartFactory(activity=row, organisation=company, role=role)
    return row


@pytest.mark.parametrize(
    ("fields", "evidence", "reason"),
    [
        ({}, 2, Reason.COUNTS),
        ({}, 0, Reason.NO_EVIDENCE),
        ({"status": Status.PLANNED}, 1, Reason.NOT_HELD),
        ({"status": Status.CANCELLED}, 1, Reason.NOT_HELD),
        ({"status": Status.UNKNOWN}, 1, Reason.HELD_UNKNOWN),
    ],
)
def test_a_demonstration_counts_when_held_with_evidence(cast, fields, evidence, reason):
    row = demonstration(cast, cast.norway, evidence=evidence, **fields)

    (unit,) = demonstration_units(cast.arena)

    assert (unit.key, unit.reason, unit.rows, unit.sides) == (row.pk, reason, (row.pk,), {"NO"})


def test_drafts_other_kinds_and_other_arenas_are_no_demonstrations(cast):
    demonstration(cast, status=Status.DRAFT)
    demonstration(cast, kind=Kind.WORKSHOP)
    ActivityFactory(arena=cast.other_arena, kind=Kind.DEMONSTRATION)

    assert demonstration_units(cast.arena) == []


@pytest.mark.parametrize(
    ("company", "activity", "reason"),
    [
        ({}, {}, Reason.COUNTS),
        ({}, {"kind": Kind.WORKSHOP}, Reason.COUNTS),
        ({}, {"kind": Kind.MEETING}, Reason.OTHER_KIND),
        ({}, {"kind": ""}, Reason.OTHER_KIND),
        ({}, {"status": Status.PLANNED}, Reason.NOT_HELD),
        ({}, {"status": Status.UNKNOWN}, Reason.HELD_UNKNOWN),
        ({"is_enterprise": None}, {}, Reason.ENTERPRISE_UNKNOWN),
        ({"is_enterprise": False}, {}, Reason.NOT_AN_ENTERPRISE),
    ],
)
def test_a_company_counts_when_supported_in_held_coaching_or_workshop(cast, company, activity, reason):
    firm = OrganisationFactory(arena=cast.arena, **company)
    row = support(cast, firm, cast.sweden, **activity)

    (unit,) = supported_enterprise_units(cast.arena)

    assert (unit.key, unit.reason, unit.rows) == (firm.pk, reason, (row.pk,))


def test_only_support_counts_and_drafts_do_not(cast):
    firm = OrganisationFactory(arena=cast.arena)
    support(cast, firm, role="participant")
    support(cast, firm, role="organiser")
    support(cast, firm, status=Status.DRAFT)
    support_elsewhere = ActivityFactory(arena=cast.other_arena, kind=Kind.COACHING)
    OrganisationPartFactory(activity=support_elsewhere, organisation=OrganisationFactory(arena=cast.other_arena))

    assert supported_enterprise_units(cast.arena) == []


def test_a_company_helped_by_two_teams_on_both_sides_counts_once(cast):
    firm = OrganisationFactory(arena=cast.arena, country="NO", number="923609016")
    first = support(cast, firm, cast.norway)
    second = support(cast, firm, cast.sweden, kind=Kind.WORKSHOP)
    indicator = IndicatorFactory(arena=cast.arena, rule="supported_enterprises")

    figure = figure_of(indicator, sides=SIDES).figure

    assert (figure.total, figure.per_side, figure.on_more_sides) == (1, {"NO": 1, "SE": 1}, 1)
    assert figure.unverified == 0
    assert supported_enterprise_units(cast.arena)[0].rows == (first.pk, second.pk)


def test_planted_duplicates_count_once_along_the_whole_chain(cast):
    last = OrganisationFactory(arena=cast.arena, name="Textil AB", country="SE", number="5560125790")
    middle = OrganisationFactory(arena=cast.arena, name="Textil aktiebolag", merged_into=last)
    first = OrganisationFactory(arena=cast.arena, name="TextilAB", merged_into=middle, is_enterprise=None)
    other = OrganisationFactory(arena=cast.arena, name="Annat AB")
    for firm in (first, middle, last, other):
        support(cast, firm, cast.sweden)

    units = supported_enterprise_units(cast.arena)

    assert [(unit.key, unit.counts, len(unit.rows), unit.is_verified) for unit in units] == [
        (last.pk, True, 3, True),
        (other.pk, True, 1, False),
    ]


def test_parting_what_was_merged_brings_the_counts_back(cast):
    kept = OrganisationFactory(arena=cast.arena)
    doubled = OrganisationFactory(arena=cast.arena, merged_into=kept)
    support(cast, kept)
    support(cast, doubled)
    assert len(supported_enterprise_units(cast.arena)) == 1

    Organisation.objects.filter(pk=doubled.pk).update(merged_into=None, canonical=None)

    assert len(supported_enterprise_units(cast.arena)) == 2


def test_provisional_companies_count_and_the_figure_says_how_many(cast):
    support(cast, OrganisationFactory(arena=cast.arena), cast.norway)
    support(cast, OrganisationFactory(arena=cast.arena, country="SE", number="5560125790"), cast.norway)
    indicator = IndicatorFactory(arena=cast.arena, rule="supported_enterprises")

    figure = figure_of(indicator, sides=SIDES).figure

    assert (figure.total, figure.unverified) == (2, 1)


def test_a_demonstration_without_country_is_in_the_total_only(cast):
    demonstration(cast)
    demonstration(cast, cast.norway, cast.sweden)

    figure = figure_of(IndicatorFactory(arena=cast.arena), sides=SIDES).figure

    assert (figure.total, figure.per_side) == (2, {"NO": 1, "SE": 1})
    assert (figure.on_no_side, figure.on_more_sides) == (1, 1)


def test_an_incomplete_log_makes_the_figure_unknown_however_much_is_logged(cast):
    for _number in range(3):
        demonstration(cast, cast.norway)
    indicator = IndicatorFactory(arena=cast.arena, log_is_complete=False)
    TargetFactory(indicator=indicator, value=2)

    figure = figure_of(indicator, sides=SIDES)

    assert (figure.status, figure.achieved) == (CellStatus.UNKNOWN, None)
    assert figure.standing is Standing.NOT_REPORTED
    assert figure.target == 2


def test_an_indicator_that_is_not_counted_here_is_unknown_and_not_zero(cast):
    figure = figure_of(IndicatorFactory(arena=cast.arena, rule=""), sides=SIDES)

    assert (figure.status, figure.achieved, figure.figure) == (CellStatus.UNKNOWN, None, None)


def test_nothing_logged_in_a_complete_log_is_zero(cast):
    figure = figure_of(IndicatorFactory(arena=cast.arena), sides=SIDES)

    assert (figure.status, figure.achieved) == (CellStatus.KNOWN, 0)


def test_targets_are_per_side_and_in_all_and_may_be_unknown(cast):
    indicator = IndicatorFactory(arena=cast.arena)
    TargetFactory(indicator=indicator, side=cast.norway, value=Decimal("3.5"))
    TargetFactory(indicator=indicator, value=None)

    figure = figure_of(indicator, sides=SIDES)

    assert figure.targets == {"NO": Decimal("3.5"), "": None}
    assert figure.target is None


def test_rows_have_their_company_and_activities_in_the_order_asked_for(cast):
    firms = [OrganisationFactory(arena=cast.arena) for _number in range(3)]
    rows = [support(cast, firm, cast.norway) for firm in firms]
    indicator = IndicatorFactory(arena=cast.arena, rule="supported_enterprises")
    units = supported_enterprise_units(cast.arena)[::-1]

    found = unit_rows(indicator, units[:2])

    assert [(row.organisation, row.activities) for row in found] == [(firms[2], (rows[2],)), (firms[1], (rows[1],))]


def test_every_reason_has_words():
    assert set(REASONS) == set(Reason) - {Reason.COUNTS}


@pytest.mark.parametrize("n_units", [10, 150, pytest.param(1000, marks=pytest.mark.deep)])
def test_all_figures_take_the_same_queries(cast, django_assert_num_queries, n_units):
    log_many(cast, n_units)
    for rule in ("demonstrations", "supported_enterprises"):
        TargetFactory(indicator=IndicatorFactory(arena=cast.arena, rule=rule))

    with django_assert_num_queries(7):
        figures = figures_of(cast.arena)

    assert [figure.achieved for figure in figures] == [n_units, n_units]
