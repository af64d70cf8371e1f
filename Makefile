# Two commands do all: `make run` and `make test`. Only python >= 3.11 and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: run test check bench lock clean

run: $(INSTALLED)            ## open the dashboard on localhost
	$(BIN)/synth app

test: $(INSTALLED)           ## the whole suite
	$(BIN)/pytest

check: $(INSTALLED)          ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python sample_data/make.py --check
	$(BIN)/pytest

bench: $(INSTALLED)          ## speed and quality beside peers
	$(BIN)/python -m benchmarks

lock: $(INSTALLED)           ## pin every dependency anew, for all platforms, into constraints.txt
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --all-extras --python-version 3.11 --no-emit-index-url \
		--custom-compile-command "make lock" --no-annotate --upgrade pyproject.toml -o constraints.txt

# Installed once, then again only when the project file or the pins change: the second call needs no network.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "synth needs python 3.11 or newer: make PYTHON=/path/to/python3.11 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info
