# Everything sets itself up: all that is needed is Python >= 3.11 with pip, and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
CONSTRAINTS ?= constraints.txt
READY  := $(VENV)/.ready
HYPOTHESIS_PROFILE ?= default
JOBS   ?= 2
# Which tests: all of them, or a selection (TESTS="tests/connectors tests/writeback").
TESTS  ?=

.PHONY: help demo test lint soak bench evaluate messages examples clean

help:
	@echo "make demo      sync an example workbook and look at the result"
	@echo "make test      run the tests"
	@echo "make lint      ruff, mypy, import rules"
	@echo "make bench     measure, each figure beside a baseline of the same run"
	@echo "make soak      the long seeded schedules"
	@echo "make evaluate  how often the checker is right (FILE=texts.jsonl for yours)"
	@echo "make messages  bring the message catalogues up to date"
	@echo "make examples  build the example workbooks anew"

# A Python without ensurepip still gets its environment, through virtualenv.
$(READY): pyproject.toml $(CONSTRAINTS)
	$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); \
	  $(PYTHON) -m pip install --quiet --target $(VENV)-boot virtualenv && \
	  PYTHONPATH=$(VENV)-boot $(PYTHON) -m virtualenv --quiet $(VENV) && rm -rf $(VENV)-boot; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e '.[dev]'
	touch $(READY)

demo: $(READY)
	$(BIN)/python -m examples.demo

test: $(READY)
	HYPOTHESIS_PROFILE=$(HYPOTHESIS_PROFILE) $(BIN)/python -m pytest -n $(JOBS) -m "not soak" $(TESTS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m build_tools.messages --check

soak: $(READY)
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n $(JOBS) -m soak

bench: $(READY)
	$(BIN)/python -m benchmarks

evaluate: $(READY)
	$(BIN)/python -m evaluation $(FILE)

messages: $(READY)
	$(BIN)/python -m build_tools.messages

examples: $(READY)
	$(BIN)/python -m examples.build

clean:
	rm -rf .venv .venv-* $(VENV) demo build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
