"""Make the two images of the README from the bundled study."""

import shutil
from pathlib import Path

from job import logged
from plumbline.publish.screenshots import take_screenshot

with logged(snakemake.log[0]):
    shutil.copyfile(
        Path(snakemake.input.figures) / "asserted_licensed.png", snakemake.output.figure
    )
    page, screenshot = Path(snakemake.input.page), Path(snakemake.output.screenshot)
    take_screenshot(page, snakemake.params.view, screenshot, snakemake.params.size)
