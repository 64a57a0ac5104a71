"""Loads the admin of every room for Django's discovery."""

from assessment.accounts import admin as accounts_admin  # noqa: F401
from assessment.bank import admin as bank_admin  # noqa: F401
from assessment.checklists import admin as checklists_admin  # noqa: F401
from assessment.delivery import admin as delivery_admin  # noqa: F401
from assessment.reports import admin as reports_admin  # noqa: F401
