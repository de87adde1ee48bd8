"""What every job script shares: its log, and errors as one plain sentence."""

import json
import sys
import traceback
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from plumbline.errors import PlumblineError
from plumbline.memory import spare_collector
from plumbline.study import join_run
from plumbline.text.document import Document
from plumbline.whole import write_text


@contextmanager
def logged(log: str) -> Iterator[None]:
    """Send everything that is printed to `log`; end in one sentence where the user can act."""
    terminal = sys.stderr
    try:
        with (
            join_run(Path(".snakemake/plumbline.lock")),
            open(log, "w", encoding="utf-8") as file,
            redirect_stdout(file),
            redirect_stderr(file),
        ):
            try:
                yield
            except PlumblineError as error:
                print(error, file=file)
                raise
            except Exception:
                traceback.print_exc(file=file)
                raise
    except PlumblineError as error:
        sentence = str(error)
    except MemoryError:
        sentence = (
            "a job ran out of memory; start again with fewer --cores or smaller batches.size."
        )
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        sentence = f"{what}{error.strerror or error}; put this right, then start again."
    except Exception:
        sentence = f"an unexpected error; the details stand in {log}."
    else:
        return
    print(f"\nPlumbline: {sentence}\n", file=terminal)
    sys.exit(1)


def read_documents(path: str) -> Iterator[Document]:
    """Yield the documents of one batch."""
    spare_collector()
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield Document.from_dict(json.loads(line))


def read_all_documents(paths: list[str]) -> list[Document]:
    """Return the documents of all batches, sorted by source."""
    return sorted((d for p in paths for d in read_documents(p)), key=lambda d: d.source_id)


def write_documents(documents: list[Document], path: str) -> None:
    """Write the documents of one batch, one JSON object per line."""
    lines = [json.dumps(d.to_dict(), ensure_ascii=False, sort_keys=True) for d in documents]
    write_text(path, "".join(f"{line}\n" for line in lines))


def read_tables(
    inputs: object,
    columns: Mapping[str, tuple[str, ...]] | None = None,
    coded: Collection[str] = (),
) -> dict:
    """Return every table among a job's named inputs as a data frame, by its name.

    Of those that `columns` names only these columns are read; for `coded` see `read_table`.
    """
    from plumbline.tables import read_table

    folders = ("results/tables/", "results/sample/tables/")
    tables = {n: str(path) for n, path in inputs.items() if str(path).startswith(folders)}
    wanted = columns or {}
    return {
        name: read_table(Path(path), name, wanted.get(name), coded) for name, path in tables.items()
    }


def topic_folder(files: list[str]) -> Path | None:
    """Return the folder of the topic that a rule got as its files; none where there is no topic."""
    return Path(files[0]).parent if files else None
