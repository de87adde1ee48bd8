"""Floods of vague attributions with quantities, in one sentence and in many: linear time."""

from time import process_time

import pytest

from plumbline.citations import find_citations, load_resources
from plumbline.settings import load_settings
from plumbline.text.clean import clean_text


@pytest.mark.parametrize("end", [", ", ". "])
def test_floods_of_vague_quantities_take_linear_time(project, end):
    config, settings = project / "config", load_settings(project, project, {})
    resources = load_resources(
        config / "citations.yaml", config / "lexicons", settings["attribution"]
    )

    def seconds(times):
        document = clean_text("s", f"Rest improves sleep, studies show 320 mg{end}" * times)
        assert document.tokens.words
        best = float("inf")
        for _ in range(3):
            begin = process_time()
            assert len(find_citations(document, resources)) == times
            best = min(best, process_time() - begin)
        return best

    assert seconds(1_000) < 30 * max(seconds(100), 0.003)  # 10 if linear, 100 if by pairs
