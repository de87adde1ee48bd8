"""Execute notebooks so that two runs give the same bytes, and turn them into pages."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from plumbline.errors import PlumblineError
from plumbline.publish.html import content_policy, environment, read_asset
from plumbline.whole import write_text

SECONDS = 1800  # for one cell; only a hung kernel takes so long
LIBRARY = Path(__file__).resolve().parents[2]


class _OwnInterpreter(KernelSpecManager):
    """Starts kernels with the interpreter that runs this, whatever kernels are installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        command.append("--HistoryManager.enabled=False")
        return KernelSpec(argv=command, display_name="Python 3", language="python")


def execute_notebook(
    source: Path,
    target_ipynb: Path,
    target_html: Path,
    parameters: Mapping[str, object],
    remark: str = "",
) -> list[str]:
    """Execute a notebook in the working folder and write it with its outputs, and as a page.

    Args:
        source: the notebook; a cell tagged ``parameters`` holds the defaults.
        target_ipynb: where the executed notebook goes.
        target_html: where the page goes; it holds everything it needs, code cells left out.
        parameters: name -> value, set after the defaults; they do not stand in what is written,
            so that no path of this machine reaches the results.
        remark: said under the title.

    Returns:
        What the notebook wrote to its error stream (warnings), for the log.

    Raises:
        PlumblineError: a cell failed or the kernel died, in one sentence.

    """
    notebook = nbformat.read(source, as_version=4)
    if remark:
        notebook.cells.insert(1, nbformat.v4.new_markdown_cell(f"*{remark}*"))
    defaults = _set_parameters(notebook, parameters)
    _run(notebook, source.name)
    for cell, text in defaults:
        cell.source = text
    warnings = _normalise(notebook)
    page = render_page(notebook)
    for target, text in ((target_ipynb, nbformat.writes(notebook) + "\n"), (target_html, page)):
        write_text(target, text)
    return warnings


def _set_parameters(
    notebook: NotebookNode, parameters: Mapping[str, object]
) -> list[tuple[NotebookNode, str]]:
    """Add the parameters to the tagged cell; return it with the text that it had."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    defaults = [(cell, cell.source) for cell in tagged]
    lines = [f"{name} = {value!r}" for name, value in sorted(parameters.items())]
    for cell, text in defaults:
        cell.source = "\n".join([text, *lines])
    return defaults


def _run(notebook: NotebookNode, name: str) -> None:
    """Run all cells; sockets and connection file live in a folder of their own, not on ports."""
    with tempfile.TemporaryDirectory(prefix="nb") as folder:
        manager = AsyncKernelManager(
            kernel_spec_manager=_OwnInterpreter(),
            transport="ipc",
            ip=f"{folder}/k",
            connection_file=f"{folder}/kernel.json",
        )
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=SECONDS,
            record_timing=False,
            shutdown_kernel="immediate",
            coalesce_streams=True,
            resources={"metadata": {"path": os.getcwd()}},
        )
        try:
            client.execute(cleanup_kc=True, env=_kernel_environment(folder))
        except CellExecutionError as error:
            raise PlumblineError(
                f"{name}: the notebook stopped with {error.ename}: {error.evalue}"
            ) from None
        except CellTimeoutError:
            raise PlumblineError(
                f"{name}: a cell ran for more than {SECONDS} seconds; run the notebook by hand "
                "to see which."
            ) from None
        except DeadKernelError:
            raise PlumblineError(
                f"{name}: the notebook's kernel died, most often for lack of memory; "
                "run with fewer cores or more memory."
            ) from None


def _kernel_environment(folder: str) -> dict[str, str]:
    paths = [str(LIBRARY), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": f"{folder}/ipython",  # no profile, history or start-up file of the user
        "JUPYTER_RUNTIME_DIR": folder,
    }


def _normalise(notebook: NotebookNode) -> list[str]:
    """Leave in `notebook` only what the study decides; return what went to the error stream."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    warnings: list[str] = []
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02d}"
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k == "tags"})
        if cell.cell_type != "code":
            continue
        streams = [o for o in cell.outputs if o.get("name") == "stderr"]
        warnings += ["".join(o.text) for o in streams]
        cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
    return warnings


def render_page(notebook: NotebookNode) -> str:
    """Return an executed notebook as one HTML page that loads nothing; code cells are left out."""
    # nbconvert takes a second to import and is not needed where notebooks are only executed.
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        require_js_url="",
        mathjax_url="",
        embed_images=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    style = read_asset("page.css")
    heading = next((c.source for c in notebook.cells if c.cell_type == "markdown"), "# Notebook")
    return (
        environment()
        .get_template("notebook.html.j2")
        .render(
            title=heading.splitlines()[0].lstrip("# "),
            policy=content_policy([style]),
            style=style,
            body=Markup(body),
        )
    )
