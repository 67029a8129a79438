SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Where it is set, every process compiles all of our code anew: a second and a half, and tests
# start hundreds.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTHON := $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
DOMAINS := messages cards
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/*.po)
LANGUAGES := $(sort $(foreach file,$(CATALOGUES),$(word 2,$(subst /, ,$(file)))))
PACKAGES := content checkin sms webapp

.PHONY: help
help:  ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sort | \
		awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: install
install: runtime $(STAMPS)/content  ## make .venv with everything Raincheck needs to run and to check content

.PHONY: runtime
runtime: $(STAMPS)/run $(CATALOGUES:.po=.mo) content/library.db  ## the same for a server alone, with no more than what runs

.PHONY: run
run: install  ## start web and worker on http://127.0.0.1:8000 in demo mode
	$(BIN)/raincheck serve

.PHONY: test
test: install $(STAMPS)/test $(STAMPS)/peers  ## run every test; ARGS="-k words" picks some
	@tests/system.sh chromium postgresql systemd caddy docker-compose
	@$(if $(ARGS),$(PYTEST) $(SIDE_BY_SIDE) $(ARGS),tree=$$($(TREE)); \
		$(COUNTED) $(IN_MEMORY) $(PYTEST) $(SHARED_OUT) --cov --cov-report= -m "not needs and not alone"; \
		$(COUNTED) $(BIN)/coverage report --format=total; \
		$(PYTEST) $(SIDE_BY_SIDE) -m "needs and not alone"; \
		$(PYTEST) -m alone; echo "$$tree" >build/passed)
PYTEST := $(BIN)/python -m pytest
# Which branches the tests that only compute have taken; fewer than pyproject.toml asks for fail.
COUNTED := COVERAGE_FILE=build/coverage
# What only computes: as many at once as there are cores.
SHARED_OUT := -n auto --maxprocesses 4 --dist worksteal
# A file of tests each, so that what a file sets up is set up once. ARGS="-n0 …" for one after another.
# No more than there are cores: what they start must get ready in time, beside what they kill.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile
# A test's files in memory, where there is enough of it: nothing waits for the disk at each commit.
IN_MEMORY := $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 2000000 ] 2>/dev/null \
	&& echo TMPDIR=/dev/shm)

.PHONY: check
check: install $(STAMPS)/test  ## in a minute or two: lint, and the tests that need nothing but Python
	@begun=$$(date +%s); $(MAKE) --no-print-directory lint-python; \
		$(IN_MEMORY) $(PYTEST) $(SHARED_OUT) --quiet --check $(ARGS); \
		echo "make check took $$(($$(date +%s) - begun)) seconds."

# What is here, committed or not, as git would name it.
TREE = mkdir -p build && rm -f build/index && export GIT_INDEX_FILE=$$PWD/build/index && \
	{ git add --all && git write-tree; } 2>/dev/null || true

.PHONY: coverage
coverage: install $(STAMPS)/test  ## the tests of check, and which branches they took
	@$(COUNTED) $(IN_MEMORY) $(PYTEST) $(SHARED_OUT) --quiet --check \
		--cov --cov-report=
	@$(COUNTED) $(BIN)/coverage report --skip-covered --sort=cover

.PHONY: dist
dist: $(STAMPS)/run  ## build wheel and sdist of the last commit into dist/
	@$(BIN)/python -m deploy.release build dist

.PHONY: release
release: lint  ## make the last commit a version: make release VERSION=1.2.3
	@$(BIN)/python -m deploy.release release "$(VERSION)" dist

.PHONY: screens
screens: install $(STAMPS)/test  ## walk through every page in a browser: pictures in build/screens, some in docs/screens
	@tests/system.sh chromium
	$(BIN)/python -m tests.e2e.screens

.PHONY: icons
icons: install $(STAMPS)/test  ## draw the PNG of every icon from its SVG
	@tests/system.sh chromium
	$(BIN)/python -m tests.e2e.icons

.PHONY: lint
lint: lint-python lint-web  ## check style, types, import rules, catalogues and content

.PHONY: lint-python
lint-python: install $(STAMPS)/test  ## of lint, what needs no Node
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint .
	$(MAKE) --no-print-directory catalogues-check
	$(BIN)/raincheck content check

.PHONY: lint-web
lint-web: $(STAMPS)/peers  ## of lint, what needs Node: styles, scripts and their types
	$(NODE_BIN)/stylelint $(REMEMBERED) --ignore-path .gitignore '**/*.css'
	$(NODE_BIN)/eslint --max-warnings 0 .
	$(NODE_BIN)/tsc --project types/pages.json
	$(NODE_BIN)/tsc --project types/worker.json
NODE_BIN := node_modules/.bin
# Only what changed since is looked at again.
REMEMBERED := --cache --cache-strategy content --cache-location build/stylelint.json

.PHONY: format
format: $(STAMPS)/test  ## put every Python file in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: catalogues
catalogues: templates  ## bring translations up to date with their source; LANGUAGES=fr starts one
	@for domain in $(DOMAINS); do \
		$(SAME_TEMPLATE) >/dev/null 2>&1 || cp build/$$domain.pot locales/$$domain.pot; \
		for language in $(LANGUAGES); do $(UPDATE) --init-missing --output-dir locales; done; \
	done
	@$(MAKE) --no-print-directory install

.PHONY: catalogues-check
catalogues-check: templates  ## fail if a translation file is older than its source
	@for domain in $(DOMAINS); do \
		$(SAME_TEMPLATE) >/dev/null || { echo "locales/$$domain.pot is stale: run make catalogues" >&2; exit 1; }; \
		for language in $(LANGUAGES); do \
			file=locales/$$language/LC_MESSAGES/$$domain.po; \
			cp $$file build/catalogue.po; \
			$(UPDATE) --output-file build/catalogue.po; \
			cmp -s $$file build/catalogue.po || { echo "$$file is stale: run make catalogues" >&2; exit 1; }; \
		done; \
	done

.PHONY: templates
templates: install
	@mkdir -p build
	@for domain in $(DOMAINS); do $(EXTRACT); done

EXTRACT = $(BIN)/pybabel -q extract --mapping-file locales/$$domain.toml --output-file build/$$domain.pot \
	--project Raincheck --version 1 --header-comment "\# Translations of Raincheck." \
	--keywords lazy_gettext --add-comments Translators: --add-location file --sort-by-file \
	$(PACKAGES)
SAME_TEMPLATE = diff -I '^"POT-Creation-Date' build/$$domain.pot locales/$$domain.pot
# A guess between short sentences carries over the wrong parameters; between card blocks it helps.
UPDATE = $(BIN)/pybabel -q update --previous --ignore-pot-creation-date \
	$$([ $$domain = cards ] || echo --no-fuzzy-matching) \
	--domain $$domain --locale $$language --input-file locales/$$domain.pot

.PHONY: lock
lock:  ## choose newest versions again and write the lock files (needs uv and npm)
	uv pip compile -q --upgrade $(LOCKED) $(BROUGHT_ALONG) --extra build -o requirements/run.txt pyproject.toml
	uv pip compile -q --upgrade $(LOCKED) --constraint requirements/run.txt -o requirements/content.txt requirements/content.in
	uv pip compile -q --upgrade $(LOCKED) --extra build --extra content --extra test \
		--constraint requirements/run.txt -o requirements/test.txt pyproject.toml
	npm install --package-lock-only --ignore-scripts
# sqlite-utils asks for pip, to install its plugins: what made the environment brought one along.
BROUGHT_ALONG := --no-emit-package pip
LOCKED := --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: audit
audit: $(STAMPS)/test  ## ask whether anything we install has a known vulnerability (needs a network)
	@BIN=$(BIN) .ci/audit

.PHONY: sbom
sbom: $(STAMPS)/test  ## list all that is installed to run, with hashes, in build/sbom.json
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-format JSON --output-file build/sbom.json requirements/run.txt

.PHONY: promises
promises: $(STAMPS)/test  ## write docs/promises.md from the tests that prove each promise
	$(BIN)/python -m tests.promises --into docs/promises.md

.PHONY: clean
clean:  ## remove what install and test made; instance/ stays
	rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .import_linter_cache test-results
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locales -name '*.mo' -delete
	rm -f content/library.db

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Raincheck needs Python 3.11 or newer. On Debian: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. Run: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p $(@D) && touch $@

$(STAMPS)/content: requirements/content.txt | $(STAMPS)/run
	$(PIP) --require-hashes -r requirements/content.txt
	@touch $@

$(STAMPS)/test: requirements/test.txt | $(STAMPS)/run
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(STAMPS)/peers: package-lock.json | $(STAMPS)/run
	@tests/system.sh nodejs npm
	npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

content/library.db: $(wildcard content/*.py content/*/*.md content/*/*.yaml) $(CATALOGUES:.po=.mo) | $(STAMPS)/run
	@$(BIN)/raincheck content compile

%.mo: %.po | $(STAMPS)/run
	@$(BIN)/pybabel -q compile --input-file $< --output-file $@
