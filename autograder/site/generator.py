"""Runs Sphinx, with MyST-NB for the notebooks and Furo for the looks; all settings are here."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from autograder.site.pages import NAME

_TEMPLATES = Path(__file__).parent / "templates"
_BRAND = {
    "light": {"color-brand-primary": "#0b5c94", "color-brand-content": "#0b5c94"},
    "dark": {"color-brand-primary": "#7cc4f0", "color-brand-content": "#7cc4f0"},
}


def settings(static: Path) -> dict[str, Any]:
    """What would stand in conf.py."""
    return {
        "project": NAME,
        "html_title": NAME,
        "project_copyright": "the course authors, BSD 3-Clause licence",
        "language": "en",
        "extensions": ["myst_nb", "autograder.site.extension"],
        "source_suffix": {".md": "myst-nb", ".ipynb": "myst-nb"},
        "templates_path": [str(_TEMPLATES)],
        "html_theme": "furo",
        "html_theme_options": {
            "light_css_variables": _BRAND["light"],
            "dark_css_variables": _BRAND["dark"],
            "top_of_page_buttons": [],
        },
        "html_favicon": str(static / "favicon.svg"),
        "html_static_path": [str(static)],
        "html_css_files": ["widgets.css", "site.css"],
        "html_js_files": [("loader.js", {"loading_method": "defer"})],
        "html_math_renderer": "mathml",
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_use_index": False,
        "html_domain_indices": False,
        "myst_enable_extensions": ["colon_fence", "deflist", "dollarmath"],
        "myst_heading_anchors": 4,
        "myst_update_mathjax": False,
        "nb_execution_mode": "off",
        "nb_merge_streams": True,
        "nb_output_stderr": "remove",
        "nb_mime_priority_overrides": [("html", "text/html", 0)],
    }


def generate(source: Path, static: Path, out: Path, doctrees: Path, jobs: int = 2) -> list[str]:
    """Make the pages; only those whose source has changed.

    Returns
    -------
    list of str
        Sphinx's warnings.
    """
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            None,
            out,
            doctrees,
            "html",
            confoverrides=settings(static),
            status=None,
            warning=warnings,
            parallel=jobs,
        )
        app.build()
    return [line for line in warnings.getvalue().splitlines() if line.strip()]
