# What a contributor types. Everything lives in .venv, and nothing else on the machine is touched.
# Only the tests in a browser (test, coverage, check) may install more, where there is no Chromium
# or no Korean font: as root on Debian its packages, else Playwright's Chromium.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --quiet
SITE   := example_site/_build/html
DOCS   := docs/_build/html
PORT   ?= 8000
# Processes of pytest; "auto" is half as many again as processors, 0 runs the tests in one process.
JOBS   ?= auto
# One page of each kind, for Lighthouse and the HTML checker.
PAGES  := index.html about.html posts/2025/2025-11-14.html posts/2025/2025-09-19-writing-in-mdx.html \
  archive.html archive/2025/11.html papers.html papers/1512.03385.html orgs.html orgs/google.html \
  tags.html authors/daniel-park.html gallery.html map.html series/small-and-fast.html statistics.html
# More for pytest: make test ARGS="-k dates"
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help site serve docs test lint format unit check coverage clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

# A second run finds the stamps and installs nothing; a change of pyproject.toml renews them.
$(VENV)/.site: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or later is needed; say which: make PYTHON=python3.13 ..." >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Installing sphinx-paperreview into $(VENV)"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.site
	@echo "Installing the tools of the tests into $(VENV)"
	@$(PIP) install --group test --group lint
	@touch $@

$(VENV)/.browser: $(VENV)/.test tools/setup_browser.py
	@$(PY) tools/setup_browser.py
	@touch $@

site: $(VENV)/.site ## build the example site
	@$(PY) tools/build_example.py $(SITE)
	@echo "The site is in $(SITE): open $(SITE)/index.html"

serve: $(VENV)/.site ## show the example site, with its drafts, and follow every edit
	@$(PY) -m sphinx_paperreview serve example_site --port $(PORT)

docs: $(VENV)/.site ## build the documentation
	@$(PY) -m sphinx -q -W --keep-going -b html -j auto docs $(DOCS)
	@echo "The documentation is in $(DOCS): open $(DOCS)/index.html"

lint: $(VENV)/.test ## ruff and mypy
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m mypy --no-error-summary

format: $(VENV)/.test ## let ruff format the code
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

test: lint $(VENV)/.browser ## everything that must hold: ruff, mypy, all tests
	@$(PY) -m pytest --numprocesses=$(JOBS) --dist=worksteal $(ARGS)

unit: $(VENV)/.test ## the quick tests: no browser, nothing slow
	@$(PY) -m pytest --numprocesses=$(JOBS) --dist=worksteal -m 'not browser and not slow' $(ARGS)

coverage: $(VENV)/.browser ## the tests, with a report of the lines they miss
	@$(PY) -m pytest --numprocesses=$(JOBS) --dist=worksteal --cov --cov-report=term-missing $(ARGS)

check: test docs site ## test, and the heavy ones: docs and their commands, a thousand edits, fuzzing, Lighthouse, every builder, the PDF
	@$(PY) tools/check_pages.py --runs 5 $(SITE) $(PAGES)
	@PAPERREVIEW_EDITS=250 $(PY) -m pytest --numprocesses=$(JOBS) --timeout=0 tests/incremental -k "60_posts or 100_edits or hundred"
	@PAPERREVIEW_COMMANDS=1 $(PY) -m pytest --numprocesses=$(JOBS) tests/docs/test_commands.py
	@PAPERREVIEW_RANDOM=1 $(PY) -m pytest --numprocesses=$(JOBS) --timeout=0 $$(grep -rl --include=*.py "@given" tests)
	@PAPERREVIEW_DRAWS=30000 $(PY) -m pytest --numprocesses=$(JOBS) --timeout=0 tests/reading/test_state_slips.py
	@PAPERREVIEW_HOSTILE=1 $(PY) -m pytest --numprocesses=0 --timeout=0 tests/reading/test_hostile_site.py tests/browser/test_hostile.py
	@$(PY) tools/fuzz_mdx.py --random --seed $$(date +%j) --seconds 60
	@$(PY) -W ignore tools/fuzz_directives.py --seed $$(date +%j) --seconds 60
	@$(PY) benchmarks/hostile.py --quiet --doctree --size 12000
	@$(PY) benchmarks/regexes.py --quiet
	@for builder in html dirhtml singlehtml epub latex text man xml gettext; do \
	  echo "example_site: $$builder"; \
	  $(PY) -m sphinx -q -E -b $$builder -d example_site/_build/.$$builder \
	    example_site example_site/_build/$$builder || exit 1; \
	done
	@if command -v latexmk >/dev/null; then \
	  echo "example_site: PDF"; \
	  $(MAKE) --no-print-directory -C example_site/_build/latex all-pdf \
	    LATEXMKOPTS='-interaction=nonstopmode -halt-on-error -silent' >/dev/null \
	    || { grep -h '^!' example_site/_build/latex/*.log; exit 1; }; \
	else echo "example_site: no PDF, for there is no latexmk"; fi

clean: ## remove everything that was made
	@rm -rf $(VENV) dist example_site/_build docs/_build .tox .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find sphinx_paperreview tests tools docs example_site -name __pycache__ -type d -prune -exec rm -rf {} +
