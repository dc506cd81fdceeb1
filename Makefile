# The portal's commands; what each does step by step is in tools/.
#   make run PORT=8001             another port
#   make run PYTHON=python3.12     another Python for .venv

.PHONY: help run test quick check bench demo setup lock sbom
.NOTPARALLEL:

export PORT PYTHON

help: ## This list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 14

run: ## Set up what is missing and serve the portal, with the demonstration in an empty database
	@tools/set_up run
	@tools/run

test: ## Everything that CI runs: checks, all tests on SQLite, those that ask the database on PostgreSQL
	@tools/set_up test
	@tools/check
	@tools/test

quick: ## A sample of each behaviour on SQLite, without the browser and the long walks
	@tools/set_up check
	@tools/test quick

check: ## Lint, format, types, Django's own checks, missing migrations
	@tools/set_up check
	@tools/check

bench: ## Time the public pages under load, beside a "hello" (some minutes, on a machine that does nothing else)
	@tools/set_up bench
	@tools/bench

demo: ## Fill an empty database with the demonstration, without serving it
	@tools/set_up run
	@tools/prepare
	@.venv/bin/python manage.py demo

setup: ## Only set up what is missing, for running and for testing
	@tools/set_up test

lock: ## Write the Python locks anew from pyproject.toml (UPGRADE=1 takes newer releases)
	@tools/set_up check
	@tools/lock $(if $(UPGRADE),--upgrade)

sbom: ## Write build/sbom.json, the software bill of materials (CycloneDX), from the locks
	@tools/set_up run
	@.venv/bin/python -m tools.sbom
