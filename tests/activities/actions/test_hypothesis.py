"""Behaviour hypotheses: one stands, the earlier ones stay, and what was seen is kept with its day."""

import pytest

from activities.actions.hypothesis import HypothesisText, revisit_hypothesis, write_hypothesis
from activities.models import Revisit
from core.errors import RuleBroken, StaleVersion
from core.models import LogEntry
from tests.activities.conftest import DAY

MENDING = HypothesisText("They mend\n jackets", "No time", "One evening a month", "Fewer jackets in the bin")


def write(held, cast, text=MENDING, *, read=0, on=DAY):
    return write_hypothesis(activity=held, text=text, language="en", read=read, actor=cast.member, on=on)


def test_a_hypothesis_says_who_wrote_it_when(held, cast):
    row = write(held, cast)

    assert (row.behaviour, row.barrier, row.lever, row.sign) == (
        "They mend jackets",
        "No time",
        "One evening a month",
        "Fewer jackets in the bin",
    )
    assert (row.written_by, row.written_on, row.replaced_on) == (cast.member, DAY, None)
    assert LogEntry.objects.latest("pk").verb == "write_hypothesis"


def test_a_changed_one_replaces_it_and_the_first_stays(held, cast):
    first = write(held, cast)
    later = DAY.replace(month=11)

    second = write(held, cast, HypothesisText("They lend tools"), read=first.pk, on=later)

    first.refresh_from_db()
    assert (first.replaced_on, second.replaced_on) == (later, None)
    assert list(held.hypotheses.all()) == [second, first]


def test_the_same_words_again_change_nothing(held, cast):
    first = write(held, cast, HypothesisText("They mend"))

    assert write(held, cast, HypothesisText("They mend"), read=first.pk) == first
    assert held.hypotheses.count() == 1


@pytest.mark.parametrize("read", [0, 10_000])
def test_who_has_not_read_the_one_that_stands_replaces_nothing(held, cast, read):
    first = write(held, cast)

    with pytest.raises(StaleVersion) as stale:
        write(held, cast, HypothesisText("They lend tools"), read=read)

    assert stale.value.current == first
    assert held.hypotheses.count() == 1


def test_without_a_behaviour_it_is_none(held, cast):
    with pytest.raises(RuleBroken, match=r"hypothesis\.behaviour_missing"):
        write(held, cast, HypothesisText(" \n", "No time"))


def test_what_was_seen_is_kept_with_its_day(held, cast):
    hypothesis = write(held, cast)

    for day in (DAY, DAY.replace(month=11)):
        revisit_hypothesis(activity=held, seen=f"Seen {day.month}", language="en", actor=cast.lead, on=day)

    assert list(hypothesis.revisits.values_list("seen", "seen_on", "seen_by")) == [
        ("Seen 11", DAY.replace(month=11), cast.lead.pk),
        ("Seen 5", DAY, cast.lead.pk),
    ]


@pytest.mark.parametrize(("has_one", "seen", "code"), [(False, "Much", "none"), (True, " ", "seen_missing")])
def test_nothing_is_seen_of_nothing(held, cast, has_one, seen, code):
    if has_one:
        write(held, cast)

    with pytest.raises(RuleBroken, match=rf"hypothesis\.{code}"):
        revisit_hypothesis(activity=held, seen=seen, language="en", actor=cast.lead, on=DAY)

    assert not Revisit.objects.exists()
