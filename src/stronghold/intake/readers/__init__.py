"""A file becomes batches of raw rows: text by column, the exact line of each row, and every row that could not be read.

CSV and its kin, XLSX and XLS, JSON lines, Parquet; the text ones also compressed with gzip. Memory stays bounded, except that
a workbook's sheet is held whole, for which it has limits of its own.
"""

from stronghold.intake.readers.batch import RawBatch, RejectedRow, SourceReader
from stronghold.intake.readers.folder import PassedOver, SourceFiles, source_files
from stronghold.intake.readers.limits import Limits
from stronghold.intake.readers.opening import Peek, open_source, peek

__all__ = [
    "Limits",
    "PassedOver",
    "Peek",
    "RawBatch",
    "RejectedRow",
    "SourceFiles",
    "SourceReader",
    "open_source",
    "peek",
    "source_files",
]
