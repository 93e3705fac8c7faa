"""A release as plain data: one shape for page, file, API and the oracle."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from activities.disclosure import Block, Rule, Waiting
from activities.disclosure_figures import Figure, Shown, figures


def release_data(*, number: int, blocks: Sequence[Block], waiting: Sequence[Waiting], rule: Rule) -> dict[str, Any]:
    """Release `number` with its figures; `blocks` are all that closed so far. Holds no frozen and no true value."""
    listed = dict.fromkeys(block.strand.criterion for block in blocks)
    listed |= dict.fromkeys(one.strand.criterion for one in waiting)
    return {
        "number": number,
        "rule": asdict(rule),
        "criteria": [{"criterion": one.key, "version": one.version, "listed": list(one.listed)} for one in listed],
        "blocks": [_sizes(block) for block in blocks if block.release == number],
        "waiting": [_sizes(one) for one in waiting],
        "withdrawn": [block.key for block in blocks if block.is_withdrawn],
        "figures": [
            _figure_data(figure) for figure in figures(release=number, blocks=blocks, waiting=waiting, rule=rule)
        ],
    }


def frozen_data(blocks: Iterable[Block]) -> dict[str, dict[str, int]]:
    """Frozen values by block and answer, for the oracle alone."""
    return {block.key: dict(block.frozen) for block in blocks}


def true_data(closed: Iterable[Waiting]) -> dict[str, dict[str, int]]:
    """True counts by block and answer, for the oracle's inner part, before they are deleted."""
    return {one.key: {answer: one.counts.get(answer, 0) for answer in one.strand.criterion.answers} for one in closed}


def _sizes(one: Block | Waiting) -> dict[str, Any]:
    return {
        "block": one.key,
        "side": one.strand.side,
        "criterion": one.strand.criterion.key,
        "version": one.strand.criterion.version,
        "periods": list(one.periods),
        "n": one.n,
        "n_activities": one.n_activities,
    }


def _shown_data(shown: Shown) -> dict[str, Any]:
    return {"value": shown.value, "suppressed": shown.hidden and shown.hidden.value}


def _figure_data(figure: Figure) -> dict[str, Any]:
    return {
        "scope": figure.scope.value,
        "side": figure.side,
        "criterion": figure.criterion.key,
        "version": figure.criterion.version,
        "answer": figure.answer,
        "blocks": list(figure.blocks),
        "not_included": list(figure.not_included),
        "n": figure.n,
        **_shown_data(figure.shown),
        "share": figure.share and {"percent": figure.share.percent, "bound": figure.share.bound.value},
        "margin": figure.margin,
        "known": figure.known and _shown_data(figure.known),
    }
