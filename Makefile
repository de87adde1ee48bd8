# make        set up .venv on first use, then run the bundled study
# make test   set up if needed, then run every test

CORES ?= 4
VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.installed-from-lock

# The newest Python first; the first one that is 3.11 or newer is used.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

.PHONY: all test check format lock clean

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

clean:
	rm -rf results .snakemake
