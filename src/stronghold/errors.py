"""The one way Stronghold says that it cannot go on because of what it was given."""

from __future__ import annotations

__all__ = ["BadInput"]


class BadInput(Exception):
    """Input that cannot be used, said so that a person can mend it.

    ``message`` says what is wrong; ``file``, ``line`` (1-based) and ``column`` say where, as far as it is known; ``remedy``
    says what to do next. The command line prints it and exits with code 2; the web answers 4xx. Never a traceback.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.remedy = remedy

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line is not None else None,
                f"column '{self.column}'" if self.column is not None else None,
            )
            if part
        )
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} {self.remedy}" if self.remedy else text
