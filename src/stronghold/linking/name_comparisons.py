"""How names are compared: first names, surnames, middle names, and whole names that several people share."""

from __future__ import annotations

from stronghold.linking.levels import NOTHING, Comparison, Possible, level, where

__all__ = ["FORENAME", "FORMS_OF_ONE_NAME", "MIDDLE", "NAMESAKES", "PREFIXED", "REORDERED", "SURNAME", "SWAPPED"]

_CROSSED = (
    "(jaro_winkler_similarity({one}_l, {other}_r) >= 0.88 OR {one}_set_l && {other}_set_r)"  # a slip or a short form besides
)
# The same three names or more, the first and the last of them others: Sidorenko Petrovich for Ivan Petrovich Sidorenko.
REORDERED = "(name_bag_l = name_bag_r AND forename_l <> forename_r AND surname_l <> surname_r)"
_INITIALS_CROSSED = (
    "forename_initial_l = surname_initial_r AND surname_initial_l = forename_initial_r AND forename_l <> forename_r AND "
    "surname_l <> surname_r"
)
_NAMES_CROSSED = where(_CROSSED.format(one="forename", other="surname"), _CROSSED.format(one="surname", other="forename"))
SWAPPED = f"({REORDERED} OR {where(_INITIALS_CROSSED, _NAMES_CROSSED)})"

# Cheap looks. The bits of two nodes overlap wherever a word of theirs is the same, and now and then besides.
_BOTH_HAVE_MIDDLE_NAMES = "middle_names_l IS NOT NULL AND middle_names_r IS NOT NULL"
_FORENAME_ELSEWHERE = "(name_bits_l & forename_bits_r) <> 0 OR (name_bits_r & forename_bits_l) <> 0"
_SURNAME_ELSEWHERE = "(name_bits_l & surname_bits_r) <> 0 OR (name_bits_r & surname_bits_l) <> 0"
_MAYBE_SWAPPED = (
    "forename_l <> forename_r AND surname_l <> surname_r AND "
    "((forename_initial_l = surname_initial_r AND surname_initial_l = forename_initial_r) OR "
    f"({_BOTH_HAVE_MIDDLE_NAMES} AND ({_FORENAME_ELSEWHERE})))"
)
# Two names that are both in the lists of given names are two names (Oliver, Olivia; Jack, Jake), not one name and a slip, unless the
# lists say that one is a spelling of the other; so is a name and the same with an a at its end (Amir, Amira), in a list or not.
# Brother and sister, often twins, are called so.
_ONE_SPELLED = "name_variant_l = name_variant_r"
_ONE_ENDING = "(forename_l = forename_r || 'a' OR forename_r = forename_l || 'a')"
_SLIP = f"(CASE WHEN {_ONE_SPELLED} THEN true WHEN {_ONE_ENDING} THEN false ELSE forename_set_l IS NULL OR forename_set_r IS NULL END)"
# As far as a cheap look tells.
_MAYBE_SLIP = f"(forename_set_bits_l = 0 OR forename_set_bits_r = 0 OR {_ONE_SPELLED})"
# One may be short for the other, or both for a third, or another spelling of it.
FORMS_OF_ONE_NAME = where("(forename_set_bits_l & forename_set_bits_r) <> 0", "forename_set_l && forename_set_r")
# Brothers are all Mohammed: where each has a further name, that one is compared instead (MIDDLE).
PREFIXED = (
    "(name_prefix_l AND name_prefix_r AND middle_names_l IS NOT NULL AND middle_names_r IS NOT NULL"
    " AND (forename_l = forename_r OR name_variant_l = name_variant_r))"
)
FORENAME = Comparison(
    "forename",
    "First name",
    ("forename",),
    f"forename_l IS NULL OR forename_r IS NULL OR {PREFIXED}",
    (
        # Relatives: a parent and a child of one name, about 5 in 100.
        level("exact", "the same first name", "forename_l = forename_r", 0.72, 0.004, 0.05, term="forename"),
        # Stands for both names (the surname then says nothing more), so u is the chance of both by accident.
        level("swapped", "the same names in another order", SWAPPED, 0.015, 2e-6, 1e-5, fixed=True),
        level(
            "close",
            "nearly the same spelling",
            where(_SLIP, "jaro_winkler_similarity(forename_l, forename_r) >= 0.92"),
            0.08,
            0.003,
            0.02,
        ),
        level(
            "nickname",
            "different, but one may be short for the other or another spelling of it",
            FORMS_OF_ONE_NAME,
            0.07,
            0.004,
            0.01,
        ),
        level(
            "initial",
            "the initial of the other's first name",
            "forename_initial_l = forename_initial_r AND (length(forename_l) = 1 OR length(forename_r) = 1)",
            0.02,
            0.006,
            0.06,
            fixed=True,
        ),
        # Many go by their second name. Fixed, like the next: few pairs show it, and two kinds of pair mistake relatives for it.
        level(
            "middle",
            "the first name of one is a middle name of the other",
            "list_contains(middle_words_l, forename_r) OR list_contains(middle_words_r, forename_l)",
            0.03,
            0.003,
            0.03,
            fixed=True,
        ),
        # A lone surname typed as a first name. Relatives share surnames.
        level(
            "elsewhere",
            "the first name of one is the surname of the other",
            where(
                _FORENAME_ELSEWHERE,
                "list_contains(name_tokens_l, forename_r) OR list_contains(name_tokens_r, forename_l) OR "
                "(name_tokens_l IS NULL AND surname_core_l = forename_r) OR (name_tokens_r IS NULL AND surname_core_r = forename_l)",
            ),
            0.01,
            0.001,
            0.1,
            fixed=True,
        ),
        level(
            "similar",
            "a similar spelling",
            # Slips seldom fall on the first letter; Jayden and Hayden are two names.
            where(
                _SLIP,
                "CASE WHEN forename_initial_l = forename_initial_r THEN jaro_winkler_similarity(forename_l, forename_r) >= 0.8 "
                "ELSE jaro_winkler_similarity(forename_l, forename_r) >= 0.9 END",
            ),
            0.015,
            0.02,
            0.03,
        ),
        # Fixed, like that of the date of birth: what training takes for one person with two first names is mostly relatives.
        level("different", "different first names", "ELSE", 0.015, 0.95, 0.85, fixed=True),
    ),
    ("forename",),
    (
        Possible("forename_l IS NULL OR forename_r IS NULL", (NOTHING,)),
        Possible("forename_l = forename_r", ("exact", NOTHING)),
        Possible(
            _MAYBE_SWAPPED,
            ("swapped", "close", "nickname", "initial", "middle", "elsewhere", "similar", "different", NOTHING),
        ),
        Possible(
            "(forename_set_bits_l & forename_set_bits_r) <> 0",
            ("close", "nickname", "initial", "middle", "elsewhere", "similar", "different", NOTHING),
        ),
        Possible(
            where(_MAYBE_SLIP, "jaro_winkler_similarity(forename_l, forename_r) >= 0.8"),
            ("close", "initial", "middle", "elsewhere", "similar", "different"),
        ),
        Possible(
            f"{_FORENAME_ELSEWHERE} OR (forename_initial_l = forename_initial_r AND (length(forename_l) = 1 OR length(forename_r) = 1))",
            ("initial", "middle", "elsewhere", "different"),
        ),
        Possible("ELSE", ("different",)),
    ),
)

SURNAME = Comparison(
    "surname",
    "Surname",
    ("surname",),
    f"surname_l IS NULL OR surname_r IS NULL OR {SWAPPED}",
    (
        level("exact", "the same surname", "surname_l = surname_r", 0.86, 0.0006, 0.65, term="surname"),
        level(
            "close",
            "nearly the same spelling",
            "jaro_winkler_similarity(surname_l, surname_r) >= 0.92 OR surname_core_l = surname_core_r OR "
            "surname_variant_l = surname_variant_r",
            0.06,
            0.001,
            0.04,
        ),
        # A married name put to the own one, Kaur or Begum in the place of the family's name. Fixed, as for first names.
        level(
            "elsewhere",
            "the surname of one is among the other's names",
            where(
                _SURNAME_ELSEWHERE,
                "list_contains(name_tokens_l, surname_core_r) OR list_contains(name_tokens_r, surname_core_l) OR "
                "(name_tokens_l IS NULL AND forename_l = surname_core_r) OR (name_tokens_r IS NULL AND forename_r = surname_core_l) OR "
                "(surname_parts_l IS NOT NULL AND surname_parts_r IS NOT NULL AND surname_parts_l && surname_parts_r)",
            ),
            0.03,
            0.002,
            0.05,
            fixed=True,
        ),
        level("similar", "a similar spelling", "jaro_winkler_similarity(surname_l, surname_r) >= 0.85", 0.01, 0.003, 0.01),
        level("different", "different surnames", "ELSE", 0.05, 0.98, 0.27),
    ),
    ("surname",),
    (
        Possible("surname_l IS NULL OR surname_r IS NULL", (NOTHING,)),
        Possible("surname_l = surname_r", ("exact",)),
        Possible(_MAYBE_SWAPPED, ("close", "elsewhere", "similar", "different", NOTHING)),
        Possible(
            "(surname_bits_l & surname_bits_r) <> 0 OR jaro_winkler_similarity(surname_l, surname_r) >= 0.85",
            ("close", "elsewhere", "similar", "different"),
        ),
        Possible(_SURNAME_ELSEWHERE, ("elsewhere", "different")),
        Possible("ELSE", ("different",)),
    ),
)

# First names and surnames come in communities: far more people are called Piotr Wisniewski than the two names' own shares say.
# Where the records hold three or more dates of birth for one whole name, the name's own share (people who have it but two, of
# all) takes the place of the product. ``namesake_share`` is how many times larger it is.
NAMESAKES = Comparison(
    "namesakes",
    "Namesakes",
    ("namesake_share",),
    f"forename_l <> forename_r OR surname_l <> surname_r OR namesake_share_l IS NULL OR {PREFIXED}",
    (
        level(
            "many",
            "several people here share the whole name",
            "forename_l = forename_r",
            1.0,
            1.0,
            1.0,
            term="namesake",
            fixed=True,
        ),
        level("few", "", "ELSE", 1.0, 1.0, 1.0, fixed=True),
    ),
    ("forename", "surname"),
    # Being many never speaks for a pair.
    (Possible("ELSE", (NOTHING,)),),
)

MIDDLE = Comparison(
    "middle_names",
    "Middle names",
    ("middle_names",),
    f"middle_names_l IS NULL OR middle_names_r IS NULL OR {REORDERED}",
    (
        # Families hand middle names down.
        level("exact", "the same middle names", "middle_names_l = middle_names_r", 0.85, 0.02, 0.08),
        level(
            "part",
            "a middle name or its initial in common",
            "list_has_any(string_split(middle_names_l, ' '), string_split(middle_names_r, ' ')) OR (middle_names_l[1] = "
            "middle_names_r[1] AND (length(middle_names_l) = 1 OR length(middle_names_r) = 1)) OR "
            "jaro_winkler_similarity(middle_names_l, middle_names_r) >= 0.9",
            0.08,
            0.02,
            0.04,
        ),
        level("different", "different middle names", "ELSE", 0.07, 0.96, 0.88),
    ),
    ("middle_names",),
    (
        Possible("middle_names_l IS NULL OR middle_names_r IS NULL", (NOTHING,)),
        Possible("middle_names_l = middle_names_r", ("exact", NOTHING)),
        Possible("ELSE", ("part", "different", NOTHING)),
    ),
)
