"""Mappings: which column of a partner's file is which column of a record, written as TOML beside the file.

``Mapping.from_toml`` reads and checks one, ``Mapping.to_toml`` writes one; the format is shown in ``docs/reference/mapping.md``.
"""

from stronghold.intake.mapping.beside import mapping_beside, names_beside, read_mapping_file
from stronghold.intake.mapping.model import (
    DATE_ORDERS,
    DateOrder,
    InvolvedMapping,
    Mapping,
    QuarantineRule,
    RecordMapping,
    SourceTerms,
)

__all__ = [
    "DATE_ORDERS",
    "DateOrder",
    "InvolvedMapping",
    "Mapping",
    "QuarantineRule",
    "RecordMapping",
    "SourceTerms",
    "mapping_beside",
    "names_beside",
    "read_mapping_file",
]
