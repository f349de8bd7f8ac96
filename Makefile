# make app           the dashboard on 127.0.0.1, with a library built from the bundled snapshot
# make test          all the tests, and how much of the code they run
# make test-fast     without browser and executed documents, for the daily loop
# make soak          what the machines look for, at random: SOAK_SECONDS=600 of stories, and each
#                    hostile value in each field of each answer
# make check         what pre-commit does, over all files
# make docs          the documentation site with the API reference, build/site/index.html
# make test-pythons  the tests with each Python version that is installed
# make lowest        the tests with the lowest versions of the dependencies
# make test-spark    the Spark engine on a cluster on this machine (Java; 456 MB of packages)
# make smoke         the wheel in an environment of its own

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# where no bytecode is kept, every process of the tests compiles everything anew
export PYTHONDONTWRITEBYTECODE :=

# contiguous halves: what is made once for a file is made by one of the two processes
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: app test test-fast soak check lint types docs test-pythons lowest test-spark smoke images clean constraints

app: $(VENV)/installed
	$(BIN)/ptm-graph app

test: $(VENV)/installed-dev
	$(PYTEST) --cov

test-fast: $(VENV)/installed-dev
	$(PYTEST) -m "not browser and not documents"

SOAK_SECONDS ?= 600

soak: $(VENV)/installed-dev
	SOAK_SECONDS=$(SOAK_SECONDS) $(BIN)/python -m pytest -n 2 --dist load \
		tests/workflow/test_any_order.py tests/enrich/test_hostile_values.py

# the hooks are the programs of the environment
check: $(VENV)/installed-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pre-commit run --all-files

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/installed-dev
	$(BIN)/mypy

docs: $(VENV)/installed-dev
	$(BIN)/python scripts/make_site.py build

test-pythons: $(VENV)/installed-dev
	$(BIN)/python scripts/test_environments.py pythons

lowest: $(VENV)/installed-dev
	$(BIN)/python scripts/test_environments.py lowest

test-spark: $(VENV)/installed-dev
	$(BIN)/python scripts/test_spark.py

smoke: $(VENV)/installed-dev
	$(BIN)/python scripts/smoke_test.py

images: $(VENV)/installed-dev
	$(BIN)/python scripts/screenshots.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ptm-graph needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# pip's own dependency groups need pip 25.1, which may be newer than the one of the venv
$(VENV)/pip: $(BIN)/python constraints.txt
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/installed: $(VENV)/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

# the exact versions of a fresh installation, names and versions only
constraints: pyproject.toml
	rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	build/constraints/bin/python -m pip install --quiet . --group dev
	build/constraints/bin/python -m pip freeze --exclude ptm-graph > constraints.txt
