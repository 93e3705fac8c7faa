"""Linear programs, on the tables that textbooks audit by hand."""

from math import inf

import pytest

from oracle.program import Infeasible, Program


def audit(*, rows: dict[str, int], columns: dict[str, int]) -> dict[str, tuple[float, float]]:
    """The bounds of hidden cells, given what each row and column leaves for them: {"ab": 7} says a + b = 7."""
    program = Program()
    cells = {name: program.variable(low=0) for name in sorted(set("".join([*rows, *columns])))}
    for names, total in (rows | columns).items():
        program.bind({cells[name]: 1.0 for name in names}, total, total)
    return {name: program.whole_span({variable: 1.0}) for name, variable in cells.items()}


def test_four_hidden_cells_leave_an_interval_each():
    # Rows (a, b | 7), (c, d | 3), (3, 3 | 6); columns 9 and 7.
    assert audit(rows={"ab": 7, "cd": 3}, columns={"ac": 9 - 3, "bd": 7 - 3}) == {
        "a": (3, 6),
        "b": (1, 4),
        "c": (0, 3),
        "d": (0, 3),
    }


def test_two_hidden_cells_of_one_row_are_known_exactly():
    # The same table with c = 1 and d = 2 shown: hiding a and b protects nothing.
    bounds = audit(rows={"ab": 7}, columns={"a": 9 - 3 - 1, "b": 7 - 3 - 2})

    assert bounds == {"a": (5, 5), "b": (2, 2)}


def test_a_difference_of_two_releases_is_known_exactly():
    # Twelve activities with 41 women, then thirteen with 43: two of the three people at the last one are women.
    program = Program()
    before, added = program.variable(low=0), program.variable(low=0, high=3)
    program.bind({before: 1.0}, 41, 41)
    program.bind({before: 1.0, added: 1.0}, 43, 43)

    assert program.whole_span({added: 1.0}) == (2, 2)


def test_bounds_are_rounded_inwards_to_whole_numbers():
    program = Program()
    x = program.variable(low=0)
    program.bind({x: 2.0}, 3, 9)

    assert program.span({x: 1.0}) == (1.5, 4.5)
    assert program.whole_span({x: 1.0}) == (2, 4)


def test_a_sum_can_be_asked_for_after_another_one():
    program = Program()
    x, y = program.variable(0, 4), program.variable(0, 5)
    program.bind({x: 1.0, y: 1.0}, high=6)

    assert program.span({x: 1.0}) == (0, 4)
    assert program.span({x: 1.0, y: 1.0}) == (0, 6)
    assert program.span({y: -1.0}) == (-5, 0)


def test_what_nothing_limits_has_no_bounds():
    program = Program()

    assert program.whole_span({program.variable(): 1.0}) == (-inf, inf)


def test_a_contradiction_is_said():
    program = Program()
    x = program.variable(0, 4)
    program.bind({x: 1.0}, low=5)

    with pytest.raises(Infeasible):
        program.span({x: 1.0})
