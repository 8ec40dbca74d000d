# `make` lists what there is to make. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run test check pictures clean venv venv-for-tests

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: venv ## install what is missing and serve the dashboard on http://localhost:8501
	@exec $(BIN)/python -m streamlit run dashboard.py

test: venv-for-tests ## run every test, those in a browser included
	@$(BIN)/python tests/ensure_browser.py
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy
	@$(BIN)/python -m pytest

check: venv ## check the data of every theatre
	@$(BIN)/python -m posture check

pictures: venv-for-tests ## take the pictures of README.md from the running dashboard
	@$(BIN)/python tests/ensure_browser.py
	@$(BIN)/python -m tests.take_pictures

clean: ## remove the environment and everything else that make and the tests leave behind
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment whose Python is gone (an upgrade of the system's) is made anew. Packages are installed
# when the list of them differs from the one that was installed, whatever the files' dates say.
venv:
	@test -x $(BIN)/python || { \
	  command -v $(PYTHON) >/dev/null 2>&1 || \
	    { echo "Python is missing: install Python 3.11 or newer." >&2; exit 1; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo "$(PYTHON) is too old: install Python 3.11 or newer, then say, for example: make run PYTHON=python3.12" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "$(PYTHON) comes without venv: install it (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }; \
	  rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
	@cmp -s requirements.txt $(VENV)/requirements.txt || { \
	  echo "Installing what the dashboard needs; this takes a minute, once."; \
	  $(INSTALL) -r requirements.txt && cp requirements.txt $(VENV)/requirements.txt; }

venv-for-tests: venv
	@cmp -s requirements-test.txt $(VENV)/requirements-test.txt || { \
	  echo "Installing what the tests need."; \
	  $(INSTALL) -r requirements-test.txt && cp requirements-test.txt $(VENV)/requirements-test.txt; }
