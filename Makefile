# The two commands a newcomer needs: make run, make test.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
VENV_PYTHON := .venv/Scripts/python.exe
else
VENV_PYTHON := .venv/bin/python
endif
export PYTHONUTF8 := 1

.PHONY: run test bench lint format i18n manual lock wheel setup clean

run:  ## the demo site's window; without a display the tour into build/tour/
	@$(PYTHON) tools/setup.py --display
	@$(VENV_PYTHON) tools/run.py $(ARGS)

test: setup  ## all tests; make test ARGS=tests/rules for some
	@$(VENV_PYTHON) -m pytest -n 2 --dist worksteal -q $(ARGS)

bench: setup  ## the table of speeds; make bench ARGS=--json
	@$(VENV_PYTHON) -m benchmarks $(ARGS)

lint: setup
	@$(VENV_PYTHON) tools/lint.py

format: setup
	@$(VENV_PYTHON) -m ruff check --quiet --fix . ; $(VENV_PYTHON) -m ruff format .

i18n: setup  ## collects the messages of the program into the catalogues
	@$(VENV_PYTHON) tools/catalogues.py update

manual: setup  ## draws the pictures of the manual anew, in each language, and writes build/manual-LANGUAGE.pdf
	@for language in zh_CN zh_TW en; do $(VENV_PYTHON) -m desk manual --draw --lang $$language -o build/manual-$$language.pdf || exit 1; done

lock: setup  ## pins what is installed
	@$(VENV_PYTHON) tools/lock.py

wheel: setup
	@$(VENV_PYTHON) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

setup:
	@$(PYTHON) tools/setup.py

clean:  ## everything that can be made again, .venv too
	@$(PYTHON) tools/clean.py
