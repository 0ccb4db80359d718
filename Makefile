# Everything from a fresh clone: `make demo` and `make test` need nothing before them.
.DEFAULT_GOAL := help
.PHONY: help build demo test bench lint format docs clean

DASK_NEW := 2026.8.0
DASK_OLD := 2025.3.1

help: ## List what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

build: .venv/.installed .venv-old/.installed ## Build the command and the wheel, and install it with both ends of the Dask range

demo: .venv/.installed ## Run the ttbar analysis in six sessions
	.venv/bin/python examples/ttbar/demo.py $(DEMO)

test: build ## Run every test; ends with what passed, failed and was skipped
	scripts/test.sh

bench: build ## Measure against plain Dask and other caches; writes Benchmarks/README.md
	.venv/bin/python Benchmarks/run.py $(BENCH)

lint: ## Check layers and format
	scripts/check-layering.sh
	scripts/lint.sh

format: ## Lay out the Swift files
	swift format --in-place --recursive --parallel Package.swift Sources Tests

docs: .packages ## Build the Swift modules' documentation into .build/documentation
	scripts/build-docs.sh

clean: ## Remove all that was built
	rm -rf .build .venv .venv-old dist python/build martlet-demo

.packages: scripts/install-packages.sh
	scripts/install-packages.sh
	@touch .packages

.venv/.made: .packages python/tests/requirements.txt scripts/make-environment.sh
	scripts/make-environment.sh .venv $(DASK_NEW) python/tests/requirements.txt

.venv-old/.made: .packages python/tests/requirements.txt python/tests/requirements-dask-2025.3.txt scripts/make-environment.sh
	scripts/make-environment.sh .venv-old $(DASK_OLD) python/tests/requirements.txt python/tests/requirements-dask-2025.3.txt

SOURCES := $(shell find Sources python/src scripts -type f ! -name '*.so' ! -path '*__pycache__*') Package.swift python/pyproject.toml python/hatch_build.py

dist/.built: .venv/.made $(SOURCES)
	scripts/build-wheel.sh .venv
	PYTHON=.venv/bin/python scripts/swift.sh build --product martlet
	@touch dist/.built

.venv/.installed: dist/.built
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/*.whl
	ln -sf ../../.build/release/martlet .venv/bin/martlet
	@touch $@

.venv-old/.installed: dist/.built .venv-old/.made
	.venv-old/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/*.whl
	@touch $@
