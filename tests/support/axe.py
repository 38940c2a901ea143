"""axe-core, the accessibility rules, fetched from the npm registry for tests alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

_FOLDER = Path(__file__).parent / "browser"
_SCRIPT = _FOLDER / "node_modules" / "axe-core" / "axe.min.js"
_PATIENCE = 120  # seconds for the registry to answer


def axe_script() -> str:
    """The text of axe-core; skips the test where there is no node or the registry cannot be reached."""
    if not _SCRIPT.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("no npm on this machine, which fetches axe-core")
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            fetched = subprocess.run(
                command, cwd=_FOLDER, capture_output=True, text=True, timeout=_PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not fetch axe-core within {_PATIENCE} seconds")
        if fetched.returncode:
            pytest.skip(f"npm could not fetch axe-core: {fetched.stderr.strip().splitlines()[-1:]}")
    return _SCRIPT.read_text(encoding="utf-8")


def violations(page: Page, script: str) -> list[str]:
    """What axe finds wrong on a page: rule, what it is about, and the elements concerned."""
    page.evaluate(script)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    return [
        f"{rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']][:3]}"
        for rule in found["violations"]
    ]
