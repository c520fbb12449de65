# Set up, run and check. `make run` and `make test` are all that a newcomer needs.

PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
export DEBUG ?= true

.PHONY: run test coverage browser lint bench pages kept million growth loads cases soak faults lock

run: .venv/run
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_fixtures --if-empty
	@$(BIN)/python manage.py development_admin
	@echo "Open http://localhost:$(PORT)/"
	@$(BIN)/python manage.py runserver --noreload $(PORT)

test: .venv/dev
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not browser"

# Twice as slow as the tests alone.
coverage: .venv/dev
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not browser" --cov --cov-report=term

browser: .venv/dev
	$(BIN)/pytest -n auto --dist worksteal -m browser

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	@case "$$DATABASE_URL" in \
	postgres*) LOG_LEVEL=WARNING $(BIN)/python manage.py lintmigrations relations --settings=tests.linting ;; \
	*) echo "Migrations were not linted: DATABASE_URL names no PostgreSQL, whose SQL it reads." ;; \
	esac

# Us beside Datasette, stock Django, bare SQL and nginx, at a thousand to a million statements:
# minutes, and some GB in the temporary directory. benchmarks/results/ has the report.
bench: .venv/dev .venv/bench
	$(BIN)/python -m benchmarks

# The first load, and every kind of page, on the data of fixtures/.
pages: .venv/dev
	$(BIN)/python -m benchmarks.pages

# A page from the cache, and a 304, beside an empty view.
kept: .venv/dev
	$(BIN)/python -m benchmarks.kept_pages

# A million statements: some GB in the temporary directory, minutes the first time.
million: .venv/dev
	$(BIN)/python -m benchmarks.million

# Each page at a thousand and at a million statements side by side, and the search for words.
growth: .venv/dev
	$(BIN)/python -m benchmarks.growth

# Thousands of cases of the API's document: half an hour.
cases: .venv/dev
	$(BIN)/python -m benchmarks.api_cases

# The same million through `manage.py load`, beside loaddata and a bare load: minutes, some GB.
loads: .venv/dev
	$(BIN)/python -m benchmarks.load

# Readers, analysts, loads, imports and backups at once, half an hour.
soak: .venv/dev
	$(BIN)/python -m benchmarks.soak

# Kill workers, the database and loads 200 times under load, on SQLite or with DATABASE_URL: an hour.
faults: .venv/dev
	FAULTS=200 $(BIN)/pytest -s tests/operations/test_faults.py

# Pin and hash what pyproject.toml asks for.
lock: .venv/dev
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --upgrade \
	    --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --upgrade \
	    --python-version 3.11 pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-header --upgrade \
	    --python-version 3.11 --group bench -o requirements-bench.txt

.venv/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/bench: requirements-bench.txt .venv/dev
	test -x .venv/peers/bin/python || $(PYTHON) -m venv .venv/peers
	.venv/peers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
