"""Two releases written out by hand, as the oracle is given them: one side closes at once, the other waits a period."""

from oracle.ledger import Block, Figure, Ledger, Release, Shown

NO, SE, SE_WAITS = "no:born-abroad:1:1", "se:born-abroad:1:1+2", "se:born-abroad:1:1"
LOW: Shown = {"value": None, "suppressed": "low"}
HIGH: Shown = {"value": None, "suppressed": "high"}
WAITS: Shown = {"value": None, "suppressed": "waits"}


def number(value: int) -> Shown:
    return {"value": value, "suppressed": None}


def block(name: str, n: int, n_activities: int) -> Block:
    side, criterion, version, periods = name.split(":")
    return {
        "block": name,
        "side": side,
        "criterion": criterion,
        "version": int(version),
        "periods": [int(period) for period in periods.split("+")],
        "n": n,
        "n_activities": n_activities,
    }


def figure(
    scope: str,
    side: str | None,
    answer: str,
    blocks: list[str],
    n: int,
    shown: Shown,
    share: tuple[str, int] | None,
    margin: int | None,
    known: Shown | None = None,
    not_included: tuple[str, ...] = (),
) -> Figure:
    return {
        "scope": scope,
        "side": side,
        "criterion": "born-abroad",
        "version": 1,
        "answer": answer,
        "blocks": blocks,
        "not_included": list(not_included),
        "n": n,
        **shown,
        "share": share and {"bound": share[0], "percent": share[1]},
        "margin": margin,
        "known": known,
    }


def release(number: int, blocks: list[Block], waiting: list[Block], figures: list[Figure]) -> Release:
    return {
        "number": number,
        "rule": {"threshold": 8, "least_activities": 3, "least_base": 20},
        "criteria": [{"criterion": "born-abroad", "version": 1, "listed": ["yes"]}],
        "blocks": blocks,
        "waiting": waiting,
        "withdrawn": [],
        "figures": figures,
    }


def ledger() -> Ledger:
    """A fresh copy: frozen are 17 and 3 of 60, then 33 and 9 of 40."""
    few, idle = ("under", 14), (SE_WAITS,)
    first = release(
        1,
        [block(NO, 60, 4)],
        [block(SE_WAITS, 12, 2)],
        [
            figure("block", "no", "yes", [NO], 60, number(15), ("about", 25), 5),
            figure("block", "no", "unknown", [NO], 60, LOW, few, 5, HIGH),
            figure("block", "se", "yes", [SE_WAITS], 12, WAITS, None, None),
            figure("block", "se", "unknown", [SE_WAITS], 12, WAITS, None, None, WAITS),
            figure("side_to_date", "no", "yes", [NO], 60, number(15), ("about", 25), 5),
            figure("side_to_date", "no", "unknown", [NO], 60, LOW, few, 5, HIGH),
            figure("all_in_release", None, "yes", [NO], 60, number(15), ("about", 25), 5, None, idle),
            figure("all_in_release", None, "unknown", [NO], 60, LOW, few, 5, HIGH, idle),
            figure("all_to_date", None, "yes", [NO], 60, number(15), ("about", 25), 5, None, idle),
            figure("all_to_date", None, "unknown", [NO], 60, LOW, few, 5, HIGH, idle),
        ],
    )
    second = release(
        2,
        [block(SE, 40, 5)],
        [],
        [
            figure("block", "se", "yes", [SE], 40, HIGH, ("over", 80), 5),
            figure("block", "se", "unknown", [SE], 40, number(10), ("about", 25), 5, number(30)),
            figure("side_to_date", "no", "yes", [NO], 60, number(15), ("about", 25), 5),
            figure("side_to_date", "no", "unknown", [NO], 60, LOW, few, 5, HIGH),
            figure("side_to_date", "se", "yes", [SE], 40, HIGH, ("over", 80), 5),
            figure("side_to_date", "se", "unknown", [SE], 40, number(10), ("about", 25), 5, number(30)),
            figure("all_in_release", None, "yes", [SE], 40, HIGH, ("over", 80), 5),
            figure("all_in_release", None, "unknown", [SE], 40, number(10), ("about", 25), 5, number(30)),
            figure("all_to_date", None, "yes", [NO, SE], 100, number(50), ("about", 50), 7),
            figure("all_to_date", None, "unknown", [NO, SE], 100, number(10), ("about", 10), 7, number(90)),
        ],
    )
    return {
        "releases": [first, second],
        "frozen": {NO: {"yes": 17, "unknown": 3}, SE: {"yes": 33, "unknown": 9}},
    }
