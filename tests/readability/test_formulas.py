"""Formulas: worked by hand from the papers' coefficients."""

from __future__ import annotations

import numpy as np
import pytest

from plumbline.readability import formulas

# a text of 100 words in 5 sentences
WORKED = [
    (formulas.flesch_reading_ease, (100, 5, 150), 206.835 - 20.3 - 126.9),
    (formulas.flesch_kincaid, (100, 5, 150), 7.8 + 17.7 - 15.59),
    (formulas.smog, (30, 36), 1.043 * 6 + 3.1291),
    (formulas.smog, (5, 6), 1.043 * 6 + 3.1291),
    (formulas.gunning_fog, (100, 5, 10), 12.0),
    (formulas.coleman_liau, (100, 5, 500), 29.4 - 1.48 - 15.8),
    (formulas.ari, (100, 5, 500), 23.55 + 10 - 21.43),
    (formulas.dale_chall, (100, 5, 10), 1.579 + 0.992 + 3.6365),
    (formulas.linsear_write, (80, 20, 5), 14.0),
    (formulas.linsear_write, (80, 20, 7), 9.0),
    (formulas.linsear_write, (90, 10, 10), 5.0),
    (formulas.spache, (100, 10, 10), 1.41 + 0.86 + 0.839),
    (formulas.lix, (100, 5, 25), 45.0),
    (formulas.rix, (5, 25), 5.0),
]


@pytest.mark.parametrize(("formula", "counts", "value"), WORKED)
def test_formula_gives_the_value_worked_by_hand(formula, counts, value):
    assert formula(*counts) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(("formula", "counts", "value"), WORKED)
def test_formula_takes_arrays_of_counts(formula, counts, value):
    arrays = [np.array([count, 2 * count], float) for count in counts]
    assert formula(*arrays) == pytest.approx([value, value], abs=1e-9)


def test_dale_chall_constant_is_always_added_in_the_paper_and_above_5_percent_in_textstat():
    raw = 0.1579 * 5 + 0.0496 * 20
    assert formulas.dale_chall(100, 5, 5) == pytest.approx(raw + 3.6365)
    assert formulas.dale_chall(100, 5, 5, constant_above=5) == pytest.approx(raw)
    assert formulas.dale_chall(100, 5, 0) == pytest.approx(0.992 + 3.6365)
    above = formulas.dale_chall(
        np.array([100.0]), np.array([5.0]), np.array([6.0]), constant_above=5
    )
    assert above == pytest.approx([raw + 0.1579 + 3.6365])


def test_every_formula_names_its_paper():
    for name in formulas.FORMULAS:
        if "_per_" not in name:
            assert any(character.isdigit() for character in getattr(formulas, name).__doc__[60:])
