"""The behavioural suite, one test per capability, and that it covers what it promises to cover."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from plumbline.errors import SettingsError
from plumbline.validity.behaviour import (
    COLUMNS,
    Shipped,
    load_cases,
    load_floors,
    passes,
    run_cases,
)

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources/behaviour"
CASES = load_cases(FOLDER / "cases.tsv")
FLOORS = load_floors(FOLDER / "floors.tsv")
SHIPPED = Shipped(ROOT / "config")
MEMBERS: dict[str, list] = {}
for _case in CASES:
    MEMBERS.setdefault(_case.capability, []).append(_case)


@pytest.mark.parametrize("capability", MEMBERS)
def test_capability_reaches_its_floor(capability):
    (row,) = run_cases(MEMBERS[capability], SHIPPED)
    failed = "\n".join(f"{c.case_id}: {c.expect}: {c.text}" for c in row["failures"])
    assert row["share"] >= FLOORS[capability], failed


def test_every_capability_has_a_floor_and_every_floor_a_capability():
    assert set(FLOORS) == set(MEMBERS)


def test_there_are_enough_cases():
    assert len(CASES) >= 600
    assert len({case.text for case in CASES}) >= 600


@pytest.mark.parametrize("name", ["guards.yaml", "attribution_guards.yaml"])
def test_every_guard_has_cases_for_and_against(name):
    guards = yaml.safe_load((ROOT / "config/lexicons" / name).read_text("utf-8"))["guards"]
    for guard in guards:
        members = MEMBERS.get(guard, [])
        wanted = Counter(c.conditions[0].wanted for c in members)
        assert len(members) >= 4, guard
        assert min(wanted[True], wanted[False]) >= 2, guard


def test_every_rule_of_strength_has_eight_cases():
    rules = [name for name in MEMBERS if name.startswith("strength")]
    assert len(rules) >= 15
    assert min(len(MEMBERS[name]) for name in rules) >= 8


@pytest.mark.parametrize(
    ("expect", "text", "instrument", "result"),
    [
        ("hedge.modal:may", "Mint may help.", "rhetoric", True),
        ("!hedge.modal:may", "Mint may help.", "rhetoric", False),
        ("tier=B:[1]", "Mint helps [1].", "citations", True),
        ("tier=A:[1]", "Mint helps [1].", "citations", False),
        ("vague.bare_evidence:studies show", "Studies show that mint helps.", "citations", True),
        ("level=6", "Mint relieves nausea.", "claims", True),
        ("level=4", "Mint relieves nausea.", "claims", False),
        ("dose=20 mg", "Take 20 mg of it.", "numbers", True),
        ("dose=30 mg", "Take 20 mg of it.", "numbers", False),
        ("sentences=1", "Mint helps. Sage does too.", "segmentation", False),
    ],
)
def test_a_case_can_pass_and_fail(expect, text, instrument, result, tmp_path):
    (case,) = load_cases(write(tmp_path, ["x", "c", text, instrument, expect, ""]))
    assert passes(case, SHIPPED) is result


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["x", "", "Mint.", "rhetoric", "hedge", ""], "cell 'capability' is empty"),
        (["x", "c", "Mint.", "tea", "hedge", ""], "instrument 'tea' is unknown"),
        (["x", "c", "Mint.", "rhetoric", "hedge:may", ""], "'may' are expected"),
        (["x", "c", "Mint.", "rhetoric", "Hedge?", ""], "is no condition"),
        (["x", "c", "Mint.", "rhetoric", "tier=A", ""], "'tier' is not one of"),
        (["x", "c", "Mint.", "citations", "tier", ""], "needs a value"),
        (["x", "c", "Mint.", "claims", "topic=tea", ""], "nothing is expected"),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(cells, message, tmp_path):
    with pytest.raises(SettingsError, match=r"cases\.tsv, line 2") as caught:
        load_cases(write(tmp_path, cells))
    assert message in str(caught.value)


def test_an_unknown_topic_is_named(tmp_path):
    (case,) = load_cases(write(tmp_path, ["x", "c", "Mint.", "claims", "topic=tea; level=0", ""]))
    with pytest.raises(SettingsError, match="the topic 'tea' is unknown"):
        passes(case, SHIPPED)


def test_a_floor_is_a_share(tmp_path):
    path = tmp_path / "floors.tsv"
    path.write_text("capability\tfloor\tnote\nmay\t80\t\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="not between 0 and 1"):
        load_floors(path)


def test_the_share_of_a_capability_has_limits(tmp_path):
    cases = load_cases(write(tmp_path, ["x", "c", "Mint may help.", "rhetoric", "hedge:may", ""]))
    (row,) = run_cases(cases, SHIPPED)
    assert (row["capability"], row["n"], row["share"], row["high"]) == ("c", 1, 1.0, 1.0)
    assert row["low"] == pytest.approx(0.2065, abs=1e-4)  # 1 / (1 + 1.96 ** 2)


def write(folder: Path, cells: list[str]) -> Path:
    """Write one case to a file of its own."""
    path = folder / "cases.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
    return path
