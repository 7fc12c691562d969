"""What may be one name written wrong: SQL conditions over streets, postcodes and house names, and the same in Python for telling why."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

from stronghold.intake.cleaning.street_words import TYPE_WORDS

__all__ = [
    "inward_sql",
    "may_be_slips_sql",
    "outward_sql",
    "postcode_slip_sql",
    "same_but_for_slips",
    "shortened_sql",
    "slip_sql",
    "slips_between_sql",
    "street_slip_sql",
]

# From how many letters on one slip is more likely than another name, and from how many two slips are.
_ONE_SLIP_FROM = 5
_TWO_SLIPS_FROM = 12
# A short form of a kind of street has no more letters than this.
_SHORT_FORM = 4


def slip_sql(left: str, right: str) -> str:
    """SQL: two names are one but for a slip of the pen (two in a long one), or one lacks its last word (``high``, ``high street``)."""
    shorter = f"least(length({left}), length({right}))"
    return (
        f"({shorter} >= {_ONE_SLIP_FROM} AND abs(length({left}) - length({right})) <= 2 AND damerau_levenshtein({left}, {right})"
        f" <= CASE WHEN {shorter} >= {_TWO_SLIPS_FROM} THEN 2 ELSE 1 END"
        f" OR starts_with({left}, {right} || ' ') OR starts_with({right}, {left} || ' '))"
    )


def street_slip_sql(left: str, right: str) -> str:
    """SQL: :func:`slip_sql` of two streets of one postcode, or they differ in their last word alone and one of these is no kind of street."""
    kinds = ", ".join(f"'{word}'" for word in sorted(TYPE_WORDS))
    stem, last = "regexp_replace({0}, ' [^ ]+$', '')", "regexp_extract({0}, '[^ ]+$')"
    odd = " OR ".join(
        f"(length({word}) <= {_SHORT_FORM} AND {word} NOT IN ({kinds}))" for word in (last.format(left), last.format(right))
    )
    return f"({slip_sql(left, right)} OR ({stem.format(left)} = {stem.format(right)} AND ({odd})))"


def same_but_for_slips(left: str, right: str) -> int | None:
    """Of two different names that :func:`street_slip_sql` may take for one: how many letters apart, 0 where they differ in their last
    words alone; ``None`` for other names."""
    shorter = min(len(left), len(right))
    apart = DamerauLevenshtein.distance(left, right)
    if shorter >= _ONE_SLIP_FROM and apart <= (2 if shorter >= _TWO_SLIPS_FROM else 1):
        return apart
    if left.startswith(f"{right} ") or right.startswith(f"{left} ") or left.rsplit(" ", 1)[0] == right.rsplit(" ", 1)[0]:
        return 0
    return None


def inward_sql(postcode: str) -> str:
    """SQL: the half of a clean postcode that says the street, or a part of it."""
    return f"right({postcode}, 3)"


def postcode_slip_sql(left: str, right: str) -> str:
    """SQL: two different postcodes are one but for one character, or two neighbours in each other's place, in one of their halves."""
    return f"damerau_levenshtein({left}, {right}) = 1"


def outward_sql(postcode: str) -> str:
    """SQL: the half of a clean postcode that says the district."""
    return f"rtrim(left({postcode}, -3))"


def shortened_sql(streets: str) -> str:
    """SQL: ``street, less``: each of the ``streets`` (SQL that gives ``street``, each once) as it is and with each one letter left out."""
    return (
        f"SELECT street, unnest(list_transform(range(0, length(street) + 1),"
        f" lambda i: left(street, greatest(i - 1, 0)) || substr(street, i + 1))) AS less"
        f" FROM ({streets}) WHERE length(street) >= {_ONE_SLIP_FROM}"
    )


def slips_between_sql(left: str, right: str) -> str:
    """SQL: ``street, other``: the pairs a slip apart, of two tables that :func:`shortened_sql` gave.

    Two words that are a letter apart, or have two neighbours in each other's place, are alike with one letter of each left out.
    """
    return f"SELECT street, other FROM ({may_be_slips_sql(left, right)}) WHERE damerau_levenshtein(street, other) = 1"


def may_be_slips_sql(left: str, right: str) -> str:
    """SQL: as :func:`slips_between_sql`, and a few pairs more; streets and what they are shortened to may be hashes."""
    return f"SELECT DISTINCT l.street, r.street AS other FROM {left} l JOIN {right} r USING (less) WHERE l.street <> r.street"
