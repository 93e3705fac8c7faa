"""Each of O1 to O4 finds what it is there for, one thing broken at a time in a ledger written out by hand."""

import json
from collections.abc import Callable
from copy import deepcopy

import pytest

from activities.disclosure import Counter, Criterion, Rule, Strand, Waiting, add_late, close, merge, withdraw
from activities.disclosure_release import frozen_data, release_data
from oracle import examine
from oracle.ledger import Ledger
from tests.oracle.releasing import EVEN_DRAWS
from tests.oracle.small_ledger import LOW, NO, SE, SE_WAITS, block, figure, ledger, number

FIRST, TO_DATE = (0, 0), (1, 8)  # release and place: yes of the first block, yes of all sides to date


def red(judged: Ledger) -> set[str]:
    return {finding.check for finding in examine(judged)}


def with_figure(place: tuple[int, int], **changed: object) -> Ledger:
    judged = ledger()
    judged["releases"][place[0]]["figures"][place[1]].update(changed)
    return judged


def broken(break_it: Callable[[Ledger], object]) -> Ledger:
    judged = ledger()
    judged["before"] = deepcopy(judged)
    break_it(judged)
    return judged


def test_the_ledger_written_by_hand_is_sound():
    assert examine(broken(lambda judged: None)) == []


def test_the_rule_makes_the_same_of_the_same_counts():
    criterion = Criterion("born-abroad", 1, ("yes",))
    no = Waiting(Strand("no", criterion), (1,), 60, 4, {"yes": 17, "unknown": 3})
    se_waits = Waiting(Strand("se", criterion), (1,), 12, 2, {"yes": 7})
    se = Waiting(Strand("se", criterion), (1, 2), 40, 5, {"yes": 31, "unknown": 9})
    spring = close([no, se_waits], release=1, rule=Rule(), draw=lambda: 0)
    noise = [2, 0]
    autumn = close([se], release=2, rule=Rule(), draw=lambda: noise.pop(0))
    blocks = [*spring.closed, *autumn.closed]

    made = {
        "releases": [
            release_data(number=1, blocks=spring.closed, waiting=spring.waiting, rule=Rule()),
            release_data(number=2, blocks=blocks, waiting=autumn.waiting, rule=Rule()),
        ],
        "frozen": frozen_data(blocks),
    }

    assert made == ledger()
    assert json.loads(json.dumps(made)) == made


def test_late_answers_a_withdrawal_and_a_raised_setting_are_sound():
    strand = Strand("no", Criterion("born-abroad", 1, ("yes",)))
    spring = close([Waiting(strand, (1,), 60, 4, {"yes": 17})], release=1, rule=Rule(), draw=lambda: 0)
    late = add_late(Waiting(strand), n=3, counts={"yes": 3})
    sums = merge([Counter(i, strand, 9, {"yes": 3}) for i in range(4)], period=2, waiting=[late], blocks=spring.closed)
    raised = Rule().raised(threshold=12, least_base=39)
    autumn = close(sums, release=2, rule=raised, blocks=spring.closed, draw=lambda: 0)
    blocks = [*map(withdraw, spring.closed), *autumn.closed]

    judged: Ledger = {
        "releases": [
            release_data(number=1, blocks=spring.closed, waiting=(), rule=Rule()),
            release_data(number=2, blocks=blocks, waiting=autumn.waiting, rule=raised),
        ],
        "frozen": frozen_data(blocks),
    }

    assert examine(judged) == []
    assert [(one["n"], one["value"]) for one in judged["releases"][1]["figures"] if one["answer"] == "yes"] == [
        (39, 15)
    ] * 4


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 17},
        {"value": 5},
        {"value": 55},
        {"value": 15.0},
        {"value": 15, "suppressed": "low"},
        {"value": None},
        {"value": 0, "suppressed": None},
        {"value": None, "suppressed": "hidden"},
        {"answer": "no"},
        {"criterion": "gender"},
        {"version": 2},
        {"share": {"bound": "about", "percent": 28}},
        {"share": None},
        {"margin": 4},
        {"margin": None},
        {"known": {"value": 45, "suppressed": None}},
        {"exact": 17},
    ],
    ids=str,
)
def test_o1_finds_another_form(changed):
    assert "O1" in red(with_figure(FIRST, **changed))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda judged: judged["releases"][0].update(activities=12),
        lambda judged: judged["releases"][0]["rule"].update(threshold=7),
        lambda judged: judged["releases"][1]["figures"][1].update(known=LOW),
        lambda judged: judged["releases"][0]["figures"][1].update(known=None),
        lambda judged: judged["releases"][1]["figures"][0].update(share={"bound": "over", "percent": 82}),
        lambda judged: judged["releases"][0]["figures"][1].update(share={"bound": "under", "percent": 13}),
        lambda judged: judged["releases"][0]["figures"][2].update(margin=5),
    ],
)
def test_o1_finds_another_form_elsewhere(break_it):
    assert "O1" in red(broken(break_it))


def test_o1_finds_a_channel_that_says_something_else():
    judged = ledger()
    judged["channels"] = {"csv": deepcopy(judged["releases"]), "page": deepcopy(judged["releases"])}
    assert examine(judged) == []

    judged["channels"]["csv"][1]["figures"][8]["value"] = 45

    assert [(one.check, one.about) for one in examine(judged)] == [("O1", "channel csv says something else")]


@pytest.mark.parametrize(
    "changed",
    [
        {"value": 45, "share": {"bound": "about", "percent": 45}},
        {"blocks": []},
        {"blocks": [NO]},
        {"blocks": ["no:born-abroad:1:9", SE]},
        {"n": 101, "share": {"bound": "about", "percent": 50}},
        {"scope": "all_in_release"},
        {"scope": "activity"},
        {"side": "no"},
    ],
    ids=str,
)
def test_o2_finds_what_its_blocks_do_not_give(changed):
    assert "O2" in red(with_figure(TO_DATE, **changed))


def test_o2_does_not_mind_the_order_of_blocks():
    assert examine(with_figure(TO_DATE, blocks=[SE, NO])) == []


def test_o2_finds_a_withdrawn_block_in_a_sum():
    assert "O2" in red(broken(lambda judged: judged["releases"][1]["withdrawn"].append(NO)))


@pytest.mark.parametrize(("place", "named"), [((0, 6), []), ((0, 8), [NO]), ((0, 4), [SE_WAITS]), ((0, 0), [SE_WAITS])])
def test_o2_finds_a_sum_that_does_not_say_who_waits(place, named):
    assert red(with_figure(place, not_included=named)) == {"O2"}


def test_o2_finds_figures_that_only_pretend_to_wait():
    assert red(with_figure((0, 2), n=13)) == {"O2"}
    assert red(with_figure((0, 2), scope="all_to_date", side=None)) == {"O2"}


@pytest.mark.parametrize(
    "break_it",
    [
        lambda judged: judged["releases"][1]["blocks"].append(block(NO, 61, 4)),
        lambda judged: judged["releases"][1]["waiting"].append(block(SE_WAITS, 12, 2)),
        lambda judged: judged["releases"][0]["blocks"][0].update(n_activities=2),
        lambda judged: judged["releases"][0]["blocks"][0].update(n=19),
        lambda judged: judged["releases"][0]["waiting"][0].update(n=20, n_activities=3),
        lambda judged: judged["releases"][0]["figures"].pop(),
        lambda judged: judged["releases"].pop(0),
        lambda judged: judged["releases"].reverse(),
        lambda judged: judged["frozen"][NO].update(yes=18),
        lambda judged: judged["frozen"].pop(NO),
        lambda judged: judged["releases"][0]["rule"].update(least_base=30),
        lambda judged: judged["releases"][1]["rule"].update(least_activities=2),
        lambda judged: judged["releases"][0]["withdrawn"].append(NO),
    ],
    ids=[
        "released again",
        "waits in a period that is in a block",
        "too few activities",
        "too few people",
        "held back",
        "a figure taken out",
        "a release taken out",
        "out of order",
        "drawn again",
        "frozen value gone",
        "lowered since",
        "below the least",
        "withdrawal taken back",
    ],
)
def test_o3_finds_what_is_not_once_and_for_all(break_it):
    assert "O3" in red(broken(break_it))


def test_o3_needs_no_earlier_examination_to_find_a_missing_value():
    judged = ledger()
    del judged["frozen"][NO]

    assert "O3" in red(judged)


@pytest.mark.parametrize(
    ("beside", "about"),
    [
        (figure("block", "no", "yes", [NO], 60, number(16), ("about", 27), 5), {f"{NO}: yes"}),
        (figure("block", "no", "yes", [], 60, number(0), ("about", 0), 5), {f"{NO}: yes"}),
        (figure("block", "no", "no", [NO], 60, number(41), ("about", 68), 5), {f"{NO}: what remains"}),
        (figure("block", "no", "no", [NO], 60, LOW, ("under", 14), 5), set()),
    ],
    ids=["an exact count", "an exact count that names no block", "an exact remainder", "a remainder that stays open"],
)
def test_o4_finds_what_can_be_solved(beside, about):
    judged = ledger()
    judged["releases"][0]["figures"].append(beside)

    assert {one.about for one in examine(judged) if one.check == "O4"} == about


def test_o4_solves_over_all_releases_together():
    """Exact sums of two blocks, and of one of them: the other one is known without being published."""
    judged = ledger()
    judged["releases"][1]["figures"] += [
        figure("all_to_date", None, "yes", [NO, SE], 100, number(49), ("about", 49), 7),
        figure("block", "se", "yes", [SE], 40, number(32), ("about", 80), 5),
    ]

    assert {one.about for one in examine(judged) if one.check == "O4"} == {f"{NO}: yes", f"{SE}: yes"}


def test_o4_finds_a_block_too_small_to_hide_anybody():
    judged = ledger()
    judged["releases"][0]["blocks"][0]["n"] = 3

    assert "O4" in red(judged)


def test_o4_says_when_figures_contradict_each_other():
    beside = figure("block", "no", "yes", [NO], 60, number(60), ("about", 100), 5)
    judged = ledger()
    judged["releases"][1]["figures"].append(beside)

    assert [one.about for one in examine(judged) if one.check == "O4"] == [
        "born-abroad 1: the figures contradict each other"
    ]


def test_the_inner_part_does_not_judge_form():
    judged = with_figure(FIRST, margin=4)

    assert red(judged) == {"O1"}
    assert examine(judged, {"true": {}, "extra_draws": EVEN_DRAWS}) == []
