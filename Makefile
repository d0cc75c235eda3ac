# Every target does the set-up it needs; run any of them on a fresh clone, as often as you like.
#   make PY=python3.12 …   another Python (3.11 or newer)
#   make demo ARGS="--students 3000 --port 8080"   options for the command behind a target

PY ?= python3
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet --no-input
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --upgrade --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test check run jobs fix i18n docs lock bench bench-identity bench-rules browser clean
MAKEFLAGS += --no-print-directory

help: ## show this list
	@echo "Baoxue: finds the children missing from school and keeps every step until each is back."
	@echo
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

demo: $(READY) ## set everything up and run the main job on a made-up city, then serve it
	$(BIN)/baoxue demo $(ARGS)

test: $(READY) ## set everything up and run every test (browser tests skip where no browser is)
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup $(ARGS)

check: $(READY) ## what CI runs: lint, format, types, imports, translations, docs, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m scripts.i18n check
	$(BIN)/python -m scripts.docs check
	@$(MAKE) test

run: $(READY) ## serve the web pages on this machine
	$(BIN)/baoxue serve $(ARGS)

jobs: $(READY) ## run the scheduler: the weekly scan and the daily clock
	$(BIN)/baoxue jobs run $(ARGS)

fix: $(READY) ## mend what ruff can mend and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

i18n: $(READY) ## extract messages, bring the Chinese catalogue up to date, compile it
	$(BIN)/python -m scripts.i18n update

docs: $(READY) ## write the pages of docs/ that are generated from code
	$(BIN)/python -m scripts.docs write

lock: $(READY) ## choose the newest allowed versions and write them with hashes
	$(LOCK) pyproject.toml --output-file requirements/runtime.txt
	$(LOCK) pyproject.toml --group dev --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt

bench: $(READY) ## measure the figures of the README
	$(BIN)/python -m benchmarks $(ARGS)

bench-identity: $(READY) ## measure who is taken for the same child, on planted truth
	$(BIN)/python -m benchmarks.identity $(ARGS)

bench-rules: $(READY) ## measure precision and recall of every rule, on planted truth
	$(BIN)/python -m benchmarks.detection $(ARGS)

browser: $(READY) ## only the tests in a real browser, with pictures in tests/browser/screenshots
	TEST_SCREENSHOTS=1 $(BIN)/python -m pytest -q -m browser tests/browser $(ARGS)

clean: ## remove caches and build leftovers; data in var/ and the environment stay
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name .venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

# The stamp is written last, so that an interrupted set-up is simply done again.
$(READY): requirements/dev.txt pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Baoxue needs Python 3.11 or newer; name one: make PY=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Set-up 1/3: environment in .venv"
	@$(PY) -m venv .venv
	@echo "Set-up 2/3: libraries, exact versions with checked hashes (a few minutes the first time)"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@echo "Set-up 3/3: the baoxue command"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
