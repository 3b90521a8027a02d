# Everything that installs, builds, checks and serves Maillon. `make` alone says what there is.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
DEMO := var/demo
export PORT

# The settings that a network gives to pip serve uv too, which does not read them by itself.
export UV_PYTHON_DOWNLOADS := never
export UV_HTTP_TIMEOUT ?= $(or $(PIP_DEFAULT_TIMEOUT),300)
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
ifdef PIP_EXTRA_INDEX_URL
export UV_INDEX ?= $(PIP_EXTRA_INDEX_URL)
endif
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif

PIP_INSTALL = $(UV) pip install --quiet --python $(BIN)/python
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" $(LOCK_OPTIONS)
DEMO_ENV = MAILLON_DEMO=1 MAILLON_VAR=$(CURDIR)/$(DEMO)
TEST_ENV = DJANGO_SETTINGS_MODULE=tests.settings

STATIC_SOURCES = $(shell find maillon -path '*/static/*' -type f)
SCHEMA_SOURCES = $(shell find maillon -path '*/migrations/*.py') $(shell find maillon/demo -type f -not -name '*.pyc' -not -path '*/tests/*' -not -path '*/templates/*')

.PHONY: help
help: ## Montre cette liste
	@echo "Maillon — ce que l’on peut demander à make :"
	@sed -nE 's/^([a-z]+):.*## (.*)$$/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

.PHONY: demo
demo: $(DEMO)/.construite $(DEMO)/static/staticfiles.json ## Installe tout et ouvre la démonstration (PORT=8000)
	@$(DEMO_ENV) exec $(BIN)/maillon demo serve

.PHONY: install
install: $(VENV)/.runtime node_modules/.complet ## Installe ce qu’il faut pour faire tourner Maillon

.PHONY: test
test: $(VENV)/.dev node_modules/.complet ## Lance tous les tests, sur SQLite puis sur PostgreSQL, avec un vrai navigateur
	@$(TEST_ENV) $(BIN)/python -m tests.run $(TESTS)

TEMPLATES = git ls-files --cached --others --exclude-standard '*.html' | xargs --no-run-if-empty

.PHONY: check check-style check-templates check-imports check-types check-models check-dependencies check-security
check: check-style check-templates check-imports check-types check-models check-dependencies check-security ## Vérifie la forme du code : style, types, imports, migrations, dépendances, sécurité
check-style: $(VENV)/.dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
check-templates: $(VENV)/.dev
	@$(TEMPLATES) $(BIN)/djade --check --target-version 5.2
check-imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache --no-logo
check-types: $(VENV)/.dev
	$(BIN)/mypy
check-models: $(VENV)/.dev
	$(TEST_ENV) $(BIN)/python manage.py check --fail-level WARNING
	$(TEST_ENV) $(BIN)/python manage.py makemigrations --check --dry-run
check-dependencies: $(VENV)/.dev
	$(BIN)/deptry .
check-security: $(VENV)/.dev
	$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml config maillon

.PHONY: slow
slow: $(VENV)/.dev node_modules/.complet ## Lance les tests longs
	$(BIN)/pytest -m slow

.PHONY: bench
bench: $(VENV)/.dev node_modules/.complet ## Mesure la vitesse et la mémoire, une ligne JSON par mesure
	@$(BIN)/python -m tests.benchmarks $(BENCH)

.PHONY: screenshots
screenshots: $(VENV)/.dev node_modules/.complet ## Refait les captures d’écran (var/screenshots)
	$(BIN)/pytest -m browser -n 2

.PHONY: lock
lock: $(VENV)/.outils ## Fige les versions, avec leurs empreintes, d’après pyproject.toml et package.json
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --group install --output-file requirements-install.txt
	$(COMPILE) --group node --output-file requirements-node.txt
	$(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

.PHONY: format
format: $(VENV)/.dev ## Met le code et les gabarits en forme
	$(BIN)/ruff check --quiet --fix --exit-zero .
	$(BIN)/ruff format --quiet .
	$(TEMPLATES) $(BIN)/djade --target-version 5.2

.PHONY: clean
clean: ## Efface tout ce que make a produit ici, démonstration comprise
	rm -rf $(VENV) node_modules $(DEMO) var/test var/screenshots .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What was done is remembered by a stamp, so that asking again costs nothing.

$(VENV)/.outils: requirements-install.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Maillon demande Python 3.11 ou plus récent ; $(PYTHON) est trop ancien. Indiquez-en un autre : make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Il manque à Python de quoi créer un environnement. Installez-le, puis recommencez : apt-get install python3-venv" >&2; exit 1; }
	@echo "Installation de Python et de ses bibliothèques dans $(VENV)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-install.txt
	@touch $@

$(VENV)/.runtime: requirements.txt pyproject.toml $(VENV)/.outils
	@$(PIP_INSTALL) --require-hashes --requirement requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installation des outils de développement…"
	@$(PIP_INSTALL) --require-hashes --requirement requirements-dev.txt
	@touch $@

# npm comes from the machine, else from the PyPI package that carries it.
ifneq ($(shell command -v npm),)
NPM := npm
NODE :=
else
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm
NODE := $(VENV)/.node
endif

$(VENV)/.node: requirements-node.txt $(VENV)/.outils
	@echo "Pas de npm sur cette machine : installation dans $(VENV)…"
	@$(PIP_INSTALL) --require-hashes --requirement requirements-node.txt
	@touch $@

node_modules/.complet: package-lock.json $(NODE)
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel error
	@touch $@

$(DEMO)/static/staticfiles.json: $(STATIC_SOURCES) node_modules/.complet $(VENV)/.runtime
	@echo "Préparation des fichiers statiques…"
	@mkdir -p $(DEMO)
	@$(DEMO_ENV) $(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0

$(DEMO)/.construite: $(SCHEMA_SOURCES) $(VENV)/.runtime
	@echo "Construction de la démonstration…"
	@rm -rf $(DEMO)/maillon.sqlite3* $(DEMO)/files
	@mkdir -p $(DEMO)
	@$(DEMO_ENV) $(BIN)/maillon demo build
	@touch $@
