# Every task of the project. `make` lists them.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
SIZES ?= 10000 100000 1000000
BIN := $(VENV)/bin
# Of the many modules that are installed few are used, and Python compiles those when they are.
INSTALL := pip install --quiet --disable-pip-version-check --no-compile
PIP := $(BIN)/$(INSTALL)
export PYTHONUNBUFFERED := 1
# Every process of a test would compile what it imports again, and every test process its tests.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help bench-api bench-article-page demo-data bench-desk bench-desk-keys bench-embed bench-classifier screenshots translations run test lint test-sqlite test-postgres test-core test-servers bench-archives bench-languages bench-rescore bench-second-opinion sbom lock audit docs load break

help: ## This list
	@grep -E '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-16s %s\n", $$1, $$2}'

run: $(VENV)/.core .env ## Serve the seeded demo site on this machine
	@$(BIN)/python manage.py run_demo --port $(PORT)

COMMENTS ?= 2000
demo-data: $(VENV)/.core .env ## Fill the demo site with invented comments (make demo-data COMMENTS=50000)
	@DEMO=true $(BIN)/python manage.py make_demo_data --comments $(COMMENTS)

bench-desk: $(VENV)/.dev test-servers ## Time the queue, decisions and the policy editor at 10,000 to 1,000,000 comments (some minutes)
	@$(BIN)/python -m tests.servers --postgres -- $(BIN)/python benchmarks/desk.py

bench-embed: $(VENV)/.dev test-servers ## Time the embedded discussion at 100 to 100,000 comments under one article (some minutes)
	@$(BIN)/python -m tests.servers --postgres -- $(BIN)/python benchmarks/embed.py

bench-api: $(VENV)/.dev test-servers ## Time calls of the REST API at 1, 8 and 64 clients on gunicorn and PostgreSQL (a minute)
	@$(BIN)/python -m tests.servers --postgres -- $(BIN)/python benchmarks/api.py

bench-desk-keys: $(VENV)/.dev test-servers ## Time in Chromium from a key to the next card painted (some minutes)
	@$(BIN)/python benchmarks/desk_keys.py

translations: $(VENV)/.dev ## Collect new texts into locale/ and compile what is translated (needs gettext)
	$(BIN)/python manage.py makemessages -l de --no-obsolete --no-location -i var -i .venv -i 'tests/*' -i 'benchmarks/*'
	$(BIN)/python manage.py compilemessages -l de
	$(BIN)/python manage.py compilemessages -l es -l fr -l hy --use-fuzzy

load: $(VENV)/.dev test-servers requirements-bench.txt ## Let a busy newsroom use a site on this machine until it is too slow (ten minutes)
	@$(PIP) --require-hashes -r requirements-bench.txt
	@$(BIN)/python -m tests.servers --postgres -- $(BIN)/python -W ignore benchmarks/load.py $(LOAD)

bench-classifier: $(VENV)/.dev requirements-bench.txt ## Compare the classifier's speed with its peers on one core (some minutes)
	@$(PIP) --require-hashes -r requirements-bench.txt
	@$(BIN)/python -W ignore -m benchmarks.classifier

screenshots: $(VENV)/.dev ## Take pictures of every page, light and dark, desktop and phone (var/screenshots)
	@$(BIN)/python -m tests.screenshots

test: ## Install what the tests need and run all of them
	@$(MAKE) --no-print-directory --jobs=2 test-servers $(VENV)-core/.core  # each keeps one processor busy
	@$(MAKE) --no-print-directory --jobs=2 lint test-core
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgres

lint: export SECRET_KEY := only-for-checking-style-and-types
lint: $(VENV)/.dev ## Check style, types, import rules and missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy articles moderation staff config manage.py tests/servers.py tests/factories.py tests/site.py tests/written_classifier.py
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive articles moderation staff config deploy manage.py
	$(BIN)/python manage.py makemigrations --check --dry-run
	@$(MAKE) --no-print-directory docs

docs: $(VENV)/.dev ## Build the documentation as a site into var/site; a link that leads nowhere fails
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# A file stays in one process, which makes once what its tests share. One process more than there
# are processors works while others wait for a browser, a server or a process they started.
PYTEST := pytest -n $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1) --dist loadfile --no-loadscope-reorder

# These start servers as sites do that have the core requirements alone.
ON_THE_CORE_ONLY := tests/test_recipe.py tests/test_warming.py

# Every address with whatever stands in it: once, where types and lengths are checked.
ON_POSTGRES_ALONE := tests/test_private_pages.py tests/views/test_absurd_values.py

test-sqlite: $(VENV)/.dev test-servers ## Run the tests on SQLite, the browser's included
	$(BIN)/$(PYTEST) $(addprefix --ignore=, $(ON_THE_CORE_ONLY) $(ON_POSTGRES_ALONE))

# What a database can do otherwise: what locks, counts, sorts, searches or copies, and wherever
# tests have transactions of their own. How pages look and what texts say needs no second database.
WITH_TRANSACTIONS := $(shell grep -rl --include='test_*.py' 'transaction=True' \
	tests/api tests/articles tests/connections tests/services tests/staff)
ON_POSTGRES := tests/postgres $(ON_POSTGRES_ALONE) tests/staff/test_audit.py \
	$(addprefix tests/services/, decisions events judging nightly transfer) \
	$(addprefix tests/commands/test_, backup.py doctor.py import_comments.py migrate.py \
		rescore.py rescore_celery.py rescore_process.py) \
	$(addprefix tests/test_, admin_lists.py breakdowns.py constraints.py servers.py \
		without_cache.py) \
	$(addprefix tests/views/, queue test_search.py test_statistics.py) \
	tests/api/rest/test_document.py $(WITH_TRANSACTIONS)

test-postgres: $(VENV)/.dev test-servers ## Run what a database can do otherwise on a private PostgreSQL
	$(BIN)/python -m tests.servers --postgres -- $(BIN)/$(PYTEST) $(ON_POSTGRES)

# What runs without the transformer stack, and what says that it is missing.
OF_THE_CORE := tests/classifiers/detoxify tests/classifiers/standard tests/classifiers/transformer \
	tests/classifiers/test_linear.py tests/commands/test_load_seeds.py \
	$(addprefix tests/services/judging/test_, fallback.py releases.py scoring.py) \
	tests/commands/test_run_demo.py tests/commands/test_detoxify_checkpoint.py \
	tests/test_checks.py tests/test_start.py $(ON_THE_CORE_ONLY)

test-core: $(VENV)-core/.core ## Run the tests with the core requirements alone
	COMITY_CORE_ONLY=1 $(VENV)-core/bin/$(PYTEST) $(OF_THE_CORE)

KILLS ?= 200
break: $(VENV)/.dev test-servers ## Kill processes of the site 200 times while readers post, and look that nothing is lost (some minutes)
	KILLS=$(KILLS) $(BIN)/python -m tests.servers --postgres -- $(BIN)/pytest -q tests/postgres/test_killed_workers.py

bench-rescore: $(VENV)/.dev test-servers ## Measure rescoring against a plain COPY and a Django loop
	$(BIN)/python -m tests.servers --postgres --redis -- $(BIN)/python benchmarks/rescore.py --sizes $(SIZES)

MEGABYTES ?= 10 100
bench-archives: $(VENV)/.dev ## Measure how archives are read, in time and memory, against a bare walk
	$(BIN)/python benchmarks/archives.py --megabytes $(MEGABYTES)

bench-article-page: $(VENV)/.dev test-servers ## Measure what an article's page costs with and without what is kept
	@$(BIN)/python -m tests.servers --postgres -- $(BIN)/python -W ignore benchmarks/article_page.py

bench-second-opinion: $(VENV)/.dev ## Measure the second opinion against Detoxify's own way of reading
	$(BIN)/python benchmarks/second_opinion.py

bench-languages: $(VENV)/.dev ## Measure which languages are recognised, by length, and what that costs a comment
	@$(BIN)/python -m benchmarks.languages

sbom: $(VENV)/.dev ## List every package of a site in production as CycloneDX (var/sbom.json)
	@$(PYTHON) -m venv var/sbom
	@var/sbom/bin/$(INSTALL) --require-hashes -r requirements-production.txt
	@$(BIN)/cyclonedx-py environment var/sbom --output-file var/sbom.json

LOCKED := $(patsubst requirements-%.in,%,$(wildcard requirements-*.in))
# UPGRADE=--upgrade takes the newest of what nothing here pins.
lock: $(VENV)/.dev ## Write requirements-*.txt, with versions and hashes, from requirements-*.in
	@for name in $(LOCKED); do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		$(UPGRADE) requirements-$$name.in -o requirements-$$name.txt || exit; done

audit: $(VENV)/.dev ## Ask the package index for known vulnerabilities of what a site in production installs
	@$(BIN)/uvx --quiet pip-audit==2.10.1 --strict --disable-pip --require-hashes -r requirements-production.txt

test-servers: $(VENV)/.dev
	@sh tests/install_servers.sh $(BIN)

.env:
	@echo "Writing .env with a new SECRET_KEY for the demo"
	@$(PYTHON) -c "import secrets; print(f'SECRET_KEY={secrets.token_urlsafe(50)}\nDEMO=true')" > .env

$(VENV)/bin/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Comity needs Python 3.11 or newer: make PYTHON=python3.11 ...')"
	@echo "Creating a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.core: requirements-core.txt | $(VENV)/bin/python
	@echo "Installing requirements-core.txt (about a minute)"
	@$(PIP) --require-hashes -r requirements-core.txt
	@touch $@

$(VENV)-core/.core: requirements-test.txt
	@echo "Creating a second environment without the transformer stack"
	@$(PYTHON) -m venv $(VENV)-core
	@$(VENV)-core/bin/$(INSTALL) --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Installing requirements-dev.txt and the transformer stack (some minutes)"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(PIP) -r requirements.txt
	@touch $@
