"""The domain's words as data: record kinds, their columns and roles, grading, categories.

One YAML file a noun, readable by someone who knows the domain and no code. Intake, linking, exports, forms and the reference
docs derive from these files; nothing else lists columns or roles.
"""

from stronghold.vocabulary.kinds import (
    Column,
    Kind,
    Part,
    Role,
    TieRule,
    event_kinds,
    kind,
    kinds,
    mention_kinds,
)
from stronghold.vocabulary.terms import Term, Terms, terms

__all__ = [
    "Column",
    "Kind",
    "Part",
    "Role",
    "Term",
    "Terms",
    "TieRule",
    "event_kinds",
    "kind",
    "kinds",
    "mention_kinds",
    "terms",
]
