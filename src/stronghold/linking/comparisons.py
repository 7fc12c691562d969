"""What is compared: each comparison with its levels, in the order they are tried, and the probabilities training starts from."""

from __future__ import annotations

from stronghold.linking.levels import NOTHING, Comparison, Possible, level, where
from stronghold.linking.name_comparisons import FORENAME, FORMS_OF_ONE_NAME, MIDDLE, NAMESAKES, SURNAME

__all__ = ["COMPARISONS"]


def _slip(name: str) -> str:
    """One place different, or two neighbours exchanged: quicker than an edit distance on every pair. For two of one length, since
    ``hamming`` refuses others."""
    apart = f"hamming({name}_l, {name}_r)"
    exchanged = where(f"{apart} = 2", f"damerau_levenshtein({name}_l, {name}_r) <= 1")
    return f"({apart} <= 1 OR {exchanged})"


def _one_edit(name: str) -> str:
    """A slip in two of one length: an edit distance would find besides only a place too many or too few."""
    return where(f"strlen({name}_l) = strlen({name}_r)", _slip(name))


# Dates are all of one length.
DATE_OF_BIRTH = Comparison(
    "date_of_birth",
    "Date of birth",
    ("dob",),
    "dob_l IS NULL OR dob_r IS NULL",
    (
        # Relatives: twins. 1 child in 65 is one; as pairs of one household they are about 1 in 50 where records name children.
        level("exact", "the same date of birth", "dob_l = dob_r AND NOT dob_placeholder_l", 0.78, 5e-5, 0.02),
        level("placeholder", "the same year, both given as 1 January", "dob_l = dob_r", 0.02, 0.0001, 0.001),
        level("swapped", "day and month the other way round", "dob_key_l = dob_key_r", 0.04, 4e-5, 0.001),
        level(
            "one_edit",
            "one digit different",
            _slip("dob"),
            0.06,
            0.0012,
            0.005,
        ),
        level(
            "year_placeholder",
            "the same year, one given as 1 January",
            "dob_year_l = dob_year_r AND (dob_placeholder_l OR dob_placeholder_r)",
            0.04,
            0.0006,
            0.002,
        ),
        level("year", "the same year", "dob_year_l = dob_year_r", 0.01, 0.012, 0.03),
        level("two_edits", "two digits different", "hamming(dob_l, dob_r) <= 2", 0.02, 0.01, 0.03),
        level("different", "different dates of birth", "ELSE", 0.015, 0.97, 0.95, fixed=True),
    ),
    ("date_of_birth",),
)

# A parent and a child may share a first name, twins a date of birth: relatives never share both, unless all are Mohammed. And where
# neither name can be compared, a date of birth says next to nothing: in a list of some hundred it would else join strangers.
_NAMELESS = "(forename_l IS NULL OR forename_r IS NULL) AND (surname_l IS NULL OR surname_r IS NULL)"
ONE_BIRTH = Comparison(
    "one_birth",
    "First name and date of birth together",
    ("dob",),
    "dob_l IS NULL OR dob_r IS NULL OR dob_l <> dob_r OR dob_placeholder_l OR name_prefix_l "
    f"OR ((forename_l IS NULL OR forename_r IS NULL) AND NOT ({_NAMELESS}))",
    (
        level("alone", "a date of birth without a name could be anyone's", _NAMELESS, 2.5e-4, 1.0, 1.0, fixed=True),
        level("both", "relatives do not share both", "forename_l = forename_r", 1.0, 1.0, 0.02, fixed=True),
        # Twins are hardly ever called by a name and its short form, or two spellings of it.
        level("short", "relatives are not called by two forms of one name", FORMS_OF_ONE_NAME, 1.0, 1.0, 0.1, fixed=True),
        level("one", "one date of birth, first names not the same", "ELSE", 1.0, 1.0, 1.0, fixed=True),
    ),
    ("forename", "date_of_birth"),
)

_POSTCODE_TYPO = where(
    "abs(strlen(postcode_l) - strlen(postcode_r)) <= 1 AND left(postcode_l, 1) = left(postcode_r, 1)",
    f"CASE WHEN strlen(postcode_l) = strlen(postcode_r) THEN {_slip('postcode')} ELSE damerau_levenshtein(postcode_l, postcode_r) <= 1 END",
)
# One slip leaves three letters at the start as they are, or two at the end: in a whole postcode, that is.
_MAYBE_TYPO = (
    "left(postcode_l, 3) = left(postcode_r, 3) OR right(postcode_l, 2) = right(postcode_r, 2) OR "
    "length(postcode_l) < 6 OR length(postcode_r) < 6"
)
_FLATS_AGREE = "(flat_l = flat_r OR flat_l IS NULL OR flat_r IS NULL)"
_STREETS_AGREE = (
    "(CASE WHEN street_letters_l = street_letters_r THEN true WHEN street_initial_l = street_initial_r THEN "
    "jaro_winkler_similarity(street_letters_l, street_letters_r) >= 0.9 ELSE false END)"
)
_TOWNS_AGREE = "(town_l = town_r OR jaro_winkler_similarity(town_l, town_r) >= 0.92)"
_LOCALITIES_AGREE = f"(CASE WHEN postcode_l = postcode_r THEN true WHEN {_TOWNS_AGREE} THEN true ELSE {_POSTCODE_TYPO} END)"
_ONE_HOUSE = f"house_l = house_r AND {_FLATS_AGREE}"
PLACE = Comparison(
    # One comparison, not three: postcode, street and house number are not independent evidence.
    "place",
    "Home",
    ("postcode", "street", "town"),
    "(postcode_l IS NULL OR postcode_r IS NULL) AND (street_l IS NULL OR street_r IS NULL) AND (town_l IS NULL OR town_r IS NULL)",
    (
        level(
            "crowded",
            "the same address, but one that many people give",
            f"home_crowded_l AND home_crowded_r AND {_FLATS_AGREE} AND house_l = house_r AND "
            "(postcode_l = postcode_r OR street_letters_l = street_letters_r)",
            0.05,
            0.0005,
            0.2,
            fixed=True,
        ),
        level(
            "home",
            "the same address",
            where(_ONE_HOUSE, where(_STREETS_AGREE, _LOCALITIES_AGREE)),
            0.35,
            7e-6,
            0.6,
        ),
        level(
            "part_home",
            "the same house and street, or the same house and postcode",
            where(_ONE_HOUSE, f"postcode_l = postcode_r OR {_STREETS_AGREE}"),
            0.15,
            1e-5,
            0.25,
        ),
        level(
            "street",
            "the same street in the same place, the house different or not given",
            where(_STREETS_AGREE, _LOCALITIES_AGREE),
            0.04,
            8e-5,
            0.06,
        ),
        level("postcode", "the same postcode", "postcode_l = postcode_r", 0.1, 8e-5, 0.2),
        level("street_name", "the same street name", _STREETS_AGREE, 0.02, 0.0005, 0.03),
        level("near", "postcodes one letter apart, or the same town", f"{_TOWNS_AGREE} OR {_POSTCODE_TYPO}", 0.03, 0.003, 0.05),
        level("district", "the same postcode district", "district_l = district_r", 0.03, 0.008, 0.05),
        level("different", "different addresses", "ELSE", 0.28, 0.985, 0.25),
    ),
    ("flat", "house", "street", "town", "postcode"),
    (
        Possible(
            "house_l = house_r AND (postcode_l = postcode_r OR street_initial_l = street_initial_r)",
            ("crowded", "home", "part_home", "street", "postcode", "street_name", "near", "district", "different"),
        ),
        Possible("postcode_l = postcode_r", ("street", "postcode")),
        Possible("street_initial_l = street_initial_r", ("street", "street_name", "near", "district", "different")),
        Possible(f"(town_l IS NOT NULL AND town_r IS NOT NULL) OR {_MAYBE_TYPO}", ("near", "district", "different")),
        Possible(
            "(postcode_l IS NOT NULL AND postcode_r IS NOT NULL) OR (street_initial_l IS NOT NULL AND street_initial_r IS NOT NULL)",
            ("district", "different"),
        ),
        Possible("ELSE", ("district", "different", NOTHING)),
    ),
)


def _identifier(
    name: str, label: str, m: tuple[float, float, float], u: tuple[float, float], r: tuple[float, float]
) -> Comparison:
    """A near-unique number: equal, one digit or letter out, or different. All fixed: a sample meets only true matches."""
    return Comparison(
        name,
        label,
        (name,),
        f"{name}_l IS NULL OR {name}_r IS NULL",
        (
            level("exact", "the same", f"{name}_l = {name}_r", m[0], u[0], r[0], fixed=True),
            level(
                "one_edit",
                "one character different",
                _one_edit(name),
                m[1],
                u[1],
                r[1],
                fixed=True,
            ),
            level("different", "different", "ELSE", m[2], 1.0, 1.0, fixed=True),
        ),
        (name,),
    )


def _contact(name: str, label: str, m: tuple[float, float, float], u: float, near: float, r: float) -> Comparison:
    """A phone or an e-mail: shared inside a household, and sometimes by many (a hostel's office, a shop). ``near``: how often strangers'
    are one character apart; of relatives, 5 in 1,000 (two contracts taken out together, two children's addresses)."""
    return Comparison(
        name,
        label,
        (name,),
        f"{name}_l IS NULL OR {name}_r IS NULL",
        (
            level(
                "crowded",
                "the same, but one that many people give",
                f"{name}_l = {name}_r AND {name}_crowded_l",
                0.05,
                0.0005,
                0.05,
                fixed=True,
            ),
            level("exact", "the same", f"{name}_l = {name}_r", m[0], u, r, fixed=True),
            level("one_edit", "one character different", _one_edit(name), m[1], near, 5e-3, fixed=True),
            level("different", "different", "ELSE", m[2], 1.0, 1.0 - r, fixed=True),
        ),
        (name,),
    )


# The landlines of a town differ in six digits, and an estate or a firm has them in a row: of two, about 2 in 10,000 are a slip apart.
PHONE = _contact("phone", "Phone", (0.7, 0.03, 0.27), 2e-7, 2e-4, 0.25)
EMAIL = _contact("email", "E-mail", (0.8, 0.05, 0.15), 2e-7, 2e-6, 0.1)
# A number has about a hundred others that are one slip away. National Insurance numbers are given out in order: to twins, to brothers
# and sisters registered together, to a couple that came to the country together. So are PNC ids to people arrested together, though
# their last letter then differs too. Of two NHS numbers a slip apart only one passes its check.
NINO = _identifier("nino", "National Insurance number", (0.97, 0.02, 0.01), (2e-8, 2e-6), (1e-6, 0.01))
NHS = _identifier("nhs_number", "NHS number", (0.97, 0.015, 0.015), (2e-8, 2e-6), (1e-6, 1e-4))
PNC = _identifier("pnc_id", "Police National Computer id", (0.96, 0.02, 0.02), (2e-8, 2e-6), (1e-6, 1e-3))

LOCAL = Comparison(
    "local_id",
    "The system's own number",
    ("local_id",),
    # Numbers of two systems say nothing about each other.
    "local_id_l IS NULL OR local_id_r IS NULL OR local_scope_l <> local_scope_r",
    (
        level("exact", "the same number in the same system", "local_id_l = local_id_r", 0.5, 2e-8, 1e-6, fixed=True),
        # Systems hold one person under several numbers: that is why linking is needed.
        level("different", "different numbers in the same system", "ELSE", 0.5, 1.0, 1.0, fixed=True),
    ),
    ("local_id",),
)

BIRTH_PLACE = Comparison(
    "place_of_birth",
    "Place of birth",
    ("place_of_birth",),
    "place_of_birth_l IS NULL OR place_of_birth_r IS NULL",
    (
        level("exact", "the same place of birth", "place_of_birth_l = place_of_birth_r", 0.75, 0.01, 0.5, term="place_of_birth"),
        level(
            "close",
            "nearly the same spelling",
            "jaro_winkler_similarity(place_of_birth_l, place_of_birth_r) >= 0.9",
            0.05,
            0.003,
            0.03,
        ),
        level("different", "different places of birth", "ELSE", 0.2, 0.98, 0.47),
    ),
    ("place_of_birth",),
)

OCCUPATION = Comparison(
    "occupation",
    "Occupation",
    ("occupation",),
    "occupation_l IS NULL OR occupation_r IS NULL",
    (
        level("exact", "the same occupation", "occupation_l = occupation_r", 0.5, 0.03, 0.06, term="occupation"),
        level("different", "different occupations", "ELSE", 0.5, 0.97, 0.94),
    ),
    ("occupation",),
)

COMPARISONS: tuple[Comparison, ...] = (
    FORENAME,
    SURNAME,
    NAMESAKES,
    MIDDLE,
    DATE_OF_BIRTH,
    ONE_BIRTH,
    PLACE,
    PHONE,
    EMAIL,
    NINO,
    NHS,
    PNC,
    LOCAL,
    BIRTH_PLACE,
    OCCUPATION,
)  # fmt: skip
