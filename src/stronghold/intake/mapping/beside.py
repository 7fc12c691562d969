"""The mapping file that lies beside a data file."""

from __future__ import annotations

from pathlib import Path

from stronghold.errors import BadInput
from stronghold.intake.mapping.model import Mapping

__all__ = ["SUFFIX", "mapping_beside", "names_beside", "read_mapping_file"]

SUFFIX = ".mapping.toml"


def names_beside(name: str) -> list[str]:
    """Names a mapping of the file ``name`` may have: with all its extensions, then with fewer."""
    stems = [name]
    while "." in stems[-1].lstrip("."):
        stems.append(stems[-1].rpartition(".")[0])
    return [stem + SUFFIX for stem in stems]


def mapping_beside(path: Path) -> Mapping | None:
    """The mapping in ``NAME.mapping.toml`` beside ``path``, or ``None``; ``BadInput`` where there is one that cannot be used."""
    for name in names_beside(path.name):
        candidate = path.with_name(name)
        if candidate.is_file():
            return read_mapping_file(candidate)
    return None


def read_mapping_file(path: Path) -> Mapping:
    """The mapping in the file ``path``; ``BadInput`` where it cannot be read or used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("the mapping is not UTF-8 text.", file=path.name, remedy="Save it as UTF-8.") from error
    except OSError as error:
        raise BadInput(f"the mapping cannot be read: {error.strerror}.", file=path.name) from error
    return Mapping.from_toml(text, file=path.name)
