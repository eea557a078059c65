# Two commands matter: `make run` and `make test`. Each sets up what it needs.
UV := .bootstrap/bin/uv
PY := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never

.PHONY: run test check lock help
.DEFAULT_GOAL := help

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.ok ## start everything on this machine: Temporal and its UI, simulator, worker, sample complaints
	@.venv/bin/complaints dev

test: .venv/.ok ## run the tests
	@$(PY) -m pytest

check: .venv/.ok ## format, lint, types, import contracts
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

lock: $(UV) ## lock all versions with their hashes
	$(UV) pip compile -q pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock -p 3.11

$(UV):
	@python3 -m pip install -q --disable-pip-version-check --target .bootstrap uv

.venv/.ok: $(UV) requirements.lock pyproject.toml
	@$(UV) venv -q --clear -p python3 .venv
	@$(UV) pip sync -q -p $(PY) --require-hashes requirements.lock
	@$(UV) pip install -q -p $(PY) --no-deps --no-build-isolation -e .
	@touch $@
