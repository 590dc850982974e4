# Tonnage: `make run` and `make test` are the two commands; `make help` lists the others.
# PYTHON=/path/to/python3.12 chooses the Python that makes .venv; PORT and DATABASE_URL are the app's.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PORT ?= 8501
export PORT
# Where it is set, every process would compile all that it imports anew: three seconds for each server of the tests.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
PY := $(VENV)/bin/python
# Compiling every installed file costs more than compiling, once, the few that are imported.
PIP_INSTALL = -m pip install --quiet --no-input --disable-pip-version-check --prefer-binary --no-compile --require-hashes

.PHONY: help run test test-days mutate lint lock bench faults fuzz weeks demo clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: $(VENV)/.app ## start the app on PORT (8501), on DATABASE_URL or a SQLite file under var/
	@$(PY) -m database.migrate
	@$(PY) -m services.catalogue
	@exec $(PY) -m streamlit run server.py --server.port $(PORT) --server.headless true

test: $(VENV)/.dev ## install everything the tests need, then run all of them; ARGS="-k etl" chooses some
	@.ci/system-packages
	@.ci/smoke
	@$(PY) -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ARGS)

test-days: $(VENV)/.dev ## run the tests on days that tests forget, such as 29 February; ARGS="--only monday" chooses one
	@.ci/system-packages
	@$(PY) -m tests.clock.days $(ARGS)

mutate: $(VENV)/.dev ## make small faults in the code, count those that tests without the browser catch; ARGS="services --count 50"
	@$(PY) -m tests.mutation $(ARGS)

lint: $(VENV)/.dev ## check style, imports, types, dead code and known vulnerabilities
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m vulture
	@.ci/check-js
	@.ci/audit

lock: ## write the lock files anew after a change of requirements; ARGS=--upgrade takes newer transitive packages
	@.ci/make-venv "$(PYTHON)" $(VENV)
	@.ci/lock $(ARGS)

bench: $(VENV)/.dev ## measure rebuild, refresh and dashboards on both engines
	@$(PY) -m benchmarks

faults: $(VENV)/.dev ## break network, server, session and database while sets are logged, at full length
	@FAULT_SCALE=1 FAULT_RUNS=3 FAULT_STORM=2700 $(PY) -m pytest tests/log/test_faults_browser.py

fuzz: $(VENV)/.dev ## damage every import fixture 10,000 times: taken whole, or refused with a reason
	@FUZZ_CASES=10000 $(PY) -m pytest --numprocesses 2 tests/importers/test_fuzz.py

weeks: $(VENV)/.dev ## twelve weeks of a program in the browser: what each step said, into docs/twelve-weeks.md
	@WEEKS_WORKOUTS=48 STORY=docs/twelve-weeks.md $(PY) -m pytest tests/programs/test_twelve_weeks_browser.py

demo: $(VENV)/.app ## make the sample account with a year of training
	@$(PY) -m database.migrate
	@$(PY) -m services.catalogue
	@$(PY) -m services.sample.account

clean: ## remove the virtual environments and caches; var/ with its database stays
	@rm -rf .venv .venv-3.* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.app: requirements.lock
	@.ci/make-venv "$(PYTHON)" $(VENV)
	@echo "Installing what Tonnage needs into $(VENV) ..."
	@$(PY) $(PIP_INSTALL) -r requirements.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements-dev.lock
	@echo "Installing what its tests need into $(VENV) ..."
	@$(PY) $(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

.venv-3.%/.dev: requirements-dev.lock
	@.ci/make-venv 3.$* .venv-3.$*
	@echo "Installing app and tests into .venv-3.$* ..."
	@.venv-3.$*/bin/python $(PIP_INSTALL) -r requirements-dev.lock
	@touch $@
