"""Big files: every row accounted for, nothing twice, memory flat."""

import gc
from collections import Counter
from pathlib import Path

import pytest

from arena.enums import ImportState, RowOutcome
from arena.models import Organisation, OrganisationAlias
from core.models import LogEntry
from tests.arena.imports.files import checked, geography, written
from tests.arena.imports.many import mixed_500, participations

# What a check of 12,000 rows may take more than one of 1,200. A file of 12,000 is 2 MB.
FLAT_KB = 24_000


def outcomes(run) -> Counter[str]:
    return Counter(run.rows.values_list("outcome", flat=True))


def register() -> list:
    """Everything an import could change."""
    rows = Organisation.objects.order_by("pk").values()
    return [*rows, *OrganisationAlias.objects.order_by("pk").values()]


def test_500_mixed_rows_become_what_they_are(cast):
    geography()
    content, ledger = mixed_500(cast.arena)
    before = Organisation.objects.count()

    run = checked(cast.arena, content)
    found = list(run.rows.order_by("number").values_list("outcome", flat=True))
    wrong = [(row, got) for row, wanted, got in zip(ledger.rows, ledger.expected, found, strict=True) if wanted != got]
    written(run)

    assert wrong == []
    assert run.n_rows == 500 == sum(outcomes(run).values())
    assert run.rows.filter(is_written=True).count() == ledger.counts[RowOutcome.NEW]
    assert Organisation.objects.count() == before + ledger.counts[RowOutcome.NEW]
    assert Organisation.objects.filter(region__code="SE322").count() == ledger.counts[RowOutcome.NEW]


def test_the_same_500_again_change_nothing(cast):
    geography()
    content, ledger = mixed_500(cast.arena)
    written(checked(cast.arena, content))
    before, entries = register(), LogEntry.objects.exclude(object_type="arena.importrun").count()

    again = written(checked(cast.arena, content))

    assert register() == before
    assert LogEntry.objects.exclude(object_type="arena.importrun").count() == entries
    assert outcomes(again) == {
        RowOutcome.MATCH: ledger.counts[RowOutcome.NEW] + ledger.counts[RowOutcome.MATCH],
        RowOutcome.AMBIGUOUS: ledger.counts[RowOutcome.AMBIGUOUS],
        RowOutcome.ERROR: ledger.counts[RowOutcome.ERROR],
    }


def test_1200_rows_of_a_public_list_are_all_accounted_for(cast):
    geography()

    run = written(checked(cast.arena, participations(1_200)))

    assert run.state == ImportState.DONE
    assert outcomes(run) == {RowOutcome.NEW: 67, RowOutcome.MATCH: 1_103, RowOutcome.ERROR: 30}
    assert set(run.rows.filter(outcome=RowOutcome.ERROR).values_list("reason", flat=True)) == {"cell.missing"}
    assert Organisation.objects.filter(country="NO", region__code="NO060").count() == 67


def test_1200_rows_again_change_nothing(cast):
    geography()
    content = participations(1_200)
    written(checked(cast.arena, content))
    before = register()

    again = written(checked(cast.arena, content))

    assert register() == before
    assert outcomes(again) == {RowOutcome.MATCH: 1_170, RowOutcome.ERROR: 30}


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peak memory is read from /proc")
def test_ten_times_the_rows_take_no_more_memory(cast):
    geography()
    small, large = participations(1_200), participations(12_000, n_organisations=6_000)
    # The first check of a process reads what every later one has.
    checked(cast.arena, small)

    peaks = [_peak_kb(lambda content=content: checked(cast.arena, content)) for content in (small, large)]

    assert peaks[1] - peaks[0] < FLAT_KB


def _peak_kb(work) -> int:
    """How far the memory of this process rises while something is done."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    work()
    return _status("VmHWM") - before


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])
