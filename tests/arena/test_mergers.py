"""Chains of mergers end, whatever somebody wrote."""

from importlib import import_module

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arena.mergers import end_of, ends_of

# A busy machine is no reason to fail.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(st.dictionaries(st.integers(1, 9), st.integers(1, 9)))
def test_every_chain_has_an_end(merged_into):
    ends = ends_of(merged_into)

    assert set(ends) == set(merged_into)
    for key in range(1, 10):
        end = end_of(key, merged_into)
        if key in merged_into:
            assert end_of(merged_into[key], merged_into) == end == ends[key]
        else:
            assert end == key


def test_a_chain_ends_where_nothing_follows_and_a_ring_at_its_smallest():
    assert end_of(1, {1: 2, 2: 3, 3: 7}) == 7
    assert set(ends_of({4: 5, 5: 6, 6: 4, 9: 5}).values()) == {4}


@patient
@given(st.dictionaries(st.integers(1, 9), st.integers(1, 9)))
def test_the_migration_finds_the_same_ends_and_parts_rings(merged_into):
    end_in_migration = import_module("arena.migrations.0004_fill_canonical").end_of

    for key, end in ends_of(merged_into).items():
        assert end_in_migration(key, merged_into) == (None if end in merged_into else end)
