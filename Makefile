# Plumbline. `make run` starts the site, `make test` runs every test; both prepare what they need in
# .venv and var/ and nowhere else. Options are given behind them, for example:
#
#   make run PORT=8001                     another port (HOST, DATABASE_URL and WEB_WORKERS likewise)
#   make run PY=python3.13                 another Python, the first time
#   make test ARGS="-x -k numeric"         options for pytest
#   make manage ARGS="createsuperuser"     any command of manage.py, with the settings of `make run`
#   make demo                              a simulated year of 200 learners; ARGS=--remove takes it away

python = .venv/bin/python

.PHONY: run test check format manage demo fixtures messages clean

# `exec` leaves the server alone with make, so that Ctrl-C reaches it and ends it quietly.
run:
	@sh scripts/setup.sh run
	@exec env PLUMBLINE_PROFILE=local $(python) manage.py serve

test:
	@sh scripts/setup.sh test
	@exec env PLUMBLINE_PROFILE=test $(python) -m pytest $(ARGS)

# What CI checks besides the tests: style, types, who imports whom, templates.
check:
	@sh scripts/setup.sh test
	$(python) -m ruff check
	$(python) -m ruff format --check
	PLUMBLINE_PROFILE=test $(python) -m mypy
	PLUMBLINE_PROFILE=test .venv/bin/lint-imports
	$(python) -m djlint templates --lint --quiet

format:
	@sh scripts/setup.sh test
	$(python) -m ruff check --fix
	$(python) -m ruff format

manage:
	@sh scripts/setup.sh run
	@exec env PLUMBLINE_PROFILE=local $(python) manage.py $(ARGS)

# A simulated year of learners in the database of `make run`, to see every report full.
demo:
	@sh scripts/setup.sh run
	@exec env PLUMBLINE_PROFILE=local $(python) manage.py demo $(ARGS)

# After editing seeds/: build the fixtures that a new database is filled from.
fixtures:
	@sh scripts/setup.sh test
	PLUMBLINE_PROFILE=test $(python) manage.py build_fixtures
	PLUMBLINE_PROFILE=test $(python) manage.py coverage_table

# After editing texts in code or templates: collect them for translation, then compile. Needs gettext.
messages:
	@sh scripts/setup.sh test
	PLUMBLINE_PROFILE=test $(python) manage.py makemessages --locale zh_Hans --no-obsolete --no-location $(foreach folder,.venv var tests scripts bench,--ignore $(folder))
	PLUMBLINE_PROFILE=test $(python) manage.py compilemessages --locale zh_Hans --ignore .venv

# Removes what was installed and built; the database and the key in var/ stay.
clean:
	rm -rf .venv var/static var/static.stamp .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
