# Each target makes the virtual environment and installs what it needs; `make serve` and `make test` are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --use-pep517
HOST ?= 127.0.0.1
PORT ?= 5000
SIZES ?= base 10000 28000 100000

.PHONY: serve ocr test quick lint format bench relevance sample map lock wheelhouse clean

serve: $(VENV)/.installed
	$(BIN)/python app.py index --if-needed || test -e index/current
	$(BIN)/python app.py serve --host $(HOST) --port $(PORT)

# The optional part that reads scans and pictures; everything above uses it from then on.
ocr: $(VENV)/.installed-ocr

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

# Lint, types, and the tests that need no browser and no LibreOffice and take no seconds each; none of the benchmark's.
quick: lint
	$(BIN)/python -m pytest --ignore tests/bench -m "not browser and not office and not lists and not slow"

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-bench
	$(BIN)/python -m bench.speed --sizes $(SIZES)

relevance: $(VENV)/.installed-dev
	$(BIN)/python -m bench.relevance

sample: $(VENV)/.installed-dev
	$(BIN)/python -m tests.sample.write

map: $(VENV)/.installed-dev
	$(BIN)/python -m tests.architecture.drawing

lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --upgrade requirements.in -o requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --upgrade requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --upgrade requirements-opensearch.in -c requirements-dev.txt -o requirements-opensearch.txt
	$(BIN)/uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --upgrade requirements-bench.in -c requirements-dev.txt -o requirements-bench.txt
	$(BIN)/uv pip compile --universal --python-version 3.10 --generate-hashes --no-header --upgrade requirements-ocr.in -c requirements-dev.txt -o requirements-ocr.txt

# All that an office without internet installs from, for machines like this one. For ARM (Kylin, UOS), made on any machine with the
# same Python: make wheelhouse PLATFORMS="manylinux_2_28_aarch64 manylinux2014_aarch64 manylinux_2_17_aarch64"
wheelhouse: $(VENV)/.created
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --dest wheelhouse \
		$(PLATFORMS:%=--platform %) -r requirements-ocr.txt
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest wheelhouse setuptools wheel

clean:
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.created:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.created
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed
	$(INSTALL) -r requirements-bench.txt
	touch $@

$(VENV)/.installed-ocr: requirements-ocr.txt $(VENV)/.installed
	$(INSTALL) -r requirements-ocr.txt

$(VENV)/.installed-opensearch: requirements-opensearch.txt $(VENV)/.installed
	$(INSTALL) -r requirements-opensearch.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(INSTALL) -r requirements-dev.txt
	touch $@
