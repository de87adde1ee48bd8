# make        set up .venv on first use, then run the bundled study
# make test   set up if needed, then run every test

CORES ?= 4
VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.installed-from-lock

# python3 where it is 3.11 or newer, else the newest that is
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

.PHONY: all test check format check-writeup lock fuzz test-faults test-slurm bench clean

all: $(READY)
	$(BIN)/snakemake --cores $(CORES)

test: $(READY)
	$(BIN)/python -m pytest -n 2

check: $(READY)  ## format and lint checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/snakefmt Snakefile workflow

# The lock is installed with its hashes checked; a changed lock sets up anew.
$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "Plumbline needs Python 3.11 or newer, and none was found: install it, or name one with 'make PYTHON=/path/to/python3'." >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --prefer-binary --requirement requirements.lock
	touch $@

# pyproject.toml -> uv.lock -> requirements.lock, after a change of dependencies
lock: $(READY)
	$(BIN)/uv lock --default-index https://pypi.org/simple
	$(BIN)/uv export --quiet --frozen --all-groups --no-emit-project --no-header --format requirements-txt --output-file requirements.lock

# Fuzzing needs atheris, which is no dependency: an environment of its own beside .venv.
FUZZ_TARGETS ?= $(shell sed -n 's/^def fuzz_\([a-z]*\).*/\1/p' tests/fuzz/targets.py)
FUZZ_RUNS    ?= 100000

fuzz: $(READY)  ## run every fuzz target; what was reached is kept in .fuzz/ and gone on from
	test -x .fuzz/venv/bin/python || $(BIN)/python -m venv .fuzz/venv
	.fuzz/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement tests/fuzz/requirements.txt
	$(BIN)/python -c "import site; print(*site.getsitepackages(), sep='\n')" > "$$(.fuzz/venv/bin/python -c 'import site; print(site.getsitepackages()[0])')/plumbline.pth"
	for target in $(FUZZ_TARGETS); do \
		.fuzz/venv/bin/python tests/fuzz/run.py $$target .fuzz/$$target -runs=$(FUZZ_RUNS) -max_len=200 -timeout=20 -rss_limit_mb=4000 || exit 1; \
	done

test-faults: $(READY)  ## runs that are killed, starved and cut off end in the same bytes after a plain rerun
	$(BIN)/python tests/faults/inject.py

# the write-up as its readers open it; needs LaTeX and LibreOffice, and says so where they are not
check-writeup: $(READY)
	$(BIN)/snakemake --cores $(CORES) writeup
	$(BIN)/python bench/check_writeup.py

SLURM_PAGES ?= 20000

test-slurm: $(READY)  ## a Slurm cluster of one node on this machine gives the same bytes; needs root and apt
	tests/slurm/test_slurm.sh $(SLURM_PAGES)

# The tools that Plumbline is measured against have an environment of their own.
PEERS := bench/.peers

bench: $(READY) $(PEERS)/.installed  ## cost beside other tools: prints the tables and writes docs/benchmarks.md
	$(BIN)/python bench/run.py --peers $(PEERS)

$(PEERS)/.installed: bench/peers.txt bench/peers-readability.txt
	$(BIN)/python -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --prefer-binary --requirement bench/peers.txt
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target $(PEERS)/readability --requirement bench/peers-readability.txt
	touch $@

clean:
	rm -rf results .snakemake .plumbline
