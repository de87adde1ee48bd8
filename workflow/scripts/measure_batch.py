"""Read, clean and measure the sources of one batch, as far as the store does not know them."""

from pathlib import Path

from job import logged
from plumbline.batch.instruments import load_measure, step_keys, step_recipes
from plumbline.batch.measure import PARTS, measure_batch
from plumbline.batch.read import (
    digest_files,
    digest_stretch,
    hash_contents,
    read_bulk,
    read_files,
)
from plumbline.batch.unchanged import Pages, find_pages, keep_pages, pages_file
from plumbline.memory import spare_collector
from plumbline.sources.bulk import find_stretch
from plumbline.sources.catalogue import Source
from plumbline.store import Store, make_key
from plumbline.text.rules import load_rules
from plumbline.whole import whole_folder

with logged(snakemake.log[0]), whole_folder(snakemake.output[0]) as folder:
    params, settings = snakemake.params, snakemake.params.settings
    if params.records is None:
        place = (Path(params.index), snakemake.wildcards.batch, Path(params.corpus))
        stretch = find_stretch(*place)
        digests = digest_stretch(stretch, settings["bulk"])
        shared = make_key(stretch.path, settings["bulk"])
    else:
        pairs = zip(params.records, params.paths, strict=True)
        sources = [Source.from_record(record, path) for record, path in pairs]
        contents = hash_contents(sources)
        digests, shared = digest_files(sources, contents), ""
    store = Store(Path(params.store)) if params.store else None
    recipes = step_recipes(params.code, snakemake.input, settings)
    keys = step_keys(digests, recipes)
    missing = [step for step in PARTS if not (store and store.fetch(keys[step], folder))]
    print("measured before:", *(step for step in PARTS if step not in missing))
    if missing:
        pages = Pages(shared, {}, None)
        if store:
            listed = pages_file(store.folder, snakemake.wildcards.batch)
            pages = find_pages(listed, shared, recipes, missing, store)
        rules = load_rules(Path(snakemake.input.segmentation[0]).parent)
        common = (pages, settings["limits"], rules, params.on_bad_source)
        if params.records is None:
            documents = read_bulk(Path(params.corpus), stretch, settings["bulk"], *common)
        else:
            documents = read_files(sources, contents, *common)
        measures = {step: load_measure(step, snakemake.input, settings) for step in missing}
        spare_collector()
        number = measure_batch(documents, measures, folder)
        print(f"{number} sources measured, {pages.copied} of them copied as they had not changed")
    if params.records is None:
        find_stretch(*place)  # still the same file: what was measured is what the batch holds
    if missing and store:
        for step in missing:
            store.keep(keys[step], [folder / f"{part}.parquet" for part in PARTS[step]])
        keep_pages(listed, pages, recipes, keys)
