"""Agreement of coders: the examples of the literature, and that the two ways agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.compare.agreement import (
    SCALES,
    alpha_of_sums,
    coincidences,
    gwet_ac1,
    krippendorff_alpha,
)

_ = np.nan
# Krippendorff (2011), Computing Krippendorff's alpha-reliability: four observers, twelve units,
# values 1 to 5, here 0 to 4
CANONICAL = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
) - 1  # fmt: skip


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_of_krippendorffs_own_example(scale, alpha):
    assert krippendorff_alpha(CANONICAL, scale, 5) == pytest.approx(alpha, abs=0.0005)
    sums = coincidences(CANONICAL, 5).sum(axis=0)
    assert float(alpha_of_sums(sums, scale, 5)) == pytest.approx(alpha, abs=0.0005)


def test_alpha_of_two_observers_with_two_values():
    # Krippendorff (2011), example A: ten units, alpha .095
    codes = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], float)
    assert krippendorff_alpha(codes, "nominal", 2) == pytest.approx(0.095, abs=0.0005)


def test_alpha_is_undefined_without_variation_or_pairs():
    assert np.isnan(krippendorff_alpha(np.zeros((2, 5)), "nominal", 2))
    assert np.isnan(krippendorff_alpha(np.array([[0, _], [_, 1]]), "nominal", 2))
    assert np.isnan(alpha_of_sums(np.zeros(4), "nominal", 2))


def test_ac1_stays_high_where_one_value_is_rare():
    # 118 units coded 0 by both, 5 and 2 coded differently: p = .944, q = .972, e = .0544
    codes = np.array([[0] * 118 + [0] * 5 + [1] * 2, [0] * 118 + [1] * 5 + [0] * 2], float)
    assert gwet_ac1(codes, 2) == pytest.approx(0.9408, abs=0.0001)
    assert krippendorff_alpha(codes, "nominal", 2) < 0


def test_ac1_is_undefined_where_no_unit_is_coded_twice():
    assert np.isnan(gwet_ac1(np.array([[0, _], [_, 1]]), 2))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, np.nan]), min_size=3, max_size=3),
        min_size=2,
        max_size=12,
    ),
    st.sampled_from(SCALES),
)
def test_sums_over_units_give_what_the_package_gives(units, scale):
    codes = np.array(units).T
    expected = krippendorff_alpha(codes, scale, 3)
    found = float(alpha_of_sums(coincidences(codes, 3).sum(axis=0), scale, 3))
    assert found == pytest.approx(expected, nan_ok=True)
