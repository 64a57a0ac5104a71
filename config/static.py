"""Static files: what to leave out, and how to name and compress the rest."""

from typing import Any, ClassVar

from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Collects what a page can ask for: one Bootstrap style sheet, no maps, none of its scripts."""

    ignore_patterns = [  # noqa: RUF012  (Django declares it as an instance variable)
        "CVS", ".*", "*~", "*.map", "*.rtl.*", "bootstrap*.js",
        "bootstrap.css", "bootstrap-grid*", "bootstrap-reboot*", "bootstrap-utilities*",
    ]  # fmt: skip


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and Brotli copies; source maps are not shipped, so their comments stay as they are."""

    # A script names the module it imports by its hashed name, too.
    support_js_module_import_aggregation = True
    patterns: ClassVar[Any] = (
        (
            "*.css",
            tuple(
                pattern
                for pattern in CompressedManifestStaticFilesStorage.patterns[0][1]
                if "sourceMappingURL" not in (pattern if isinstance(pattern, str) else pattern[0])
            ),
        ),
    )
