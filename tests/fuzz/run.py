"""Run one target under the coverage-guided fuzzer atheris: `make fuzz`, or

    python tests/fuzz/run.py TARGET FOLDER -runs=1000000 -max_len=400

FOLDER keeps the inputs that reached new code, so that a later run goes on from there; an input
that breaks a promise is written to FOLDER as `crash-...` and belongs, made small, under
`inputs/TARGET`. atheris is no dependency of the project: it needs an environment of its own.
"""

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

with atheris.instrument_imports(include=["plumbline"]):
    from targets import TARGETS


def main() -> None:
    """Fuzz the target that the command line names."""
    name, folder, *options = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    kept = [str(HERE / "inputs" / kind) for kind in ("any", name)]
    kept = [path for path in kept if Path(path).is_dir()]
    prefix = f"-artifact_prefix={folder}/"
    atheris.Setup([sys.argv[0], *options, prefix, folder, *kept], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
