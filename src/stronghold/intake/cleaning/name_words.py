"""Words around a name that are not the name: titles, suffixes, particles, ranks. All lower case, ASCII."""

from __future__ import annotations

__all__ = [
    "DESCRIPTIONS",
    "FORENAME_TITLES",
    "IRISH_ROOTS",
    "JOINED",
    "LEADING_TITLES",
    "PARTICLES",
    "RANKS",
    "SUFFIXES",
    "TITLES",
    "UNKNOWN",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that are a title wherever they stand, each with the one form that is kept.
TITLES = {
    word: form
    for form, words in {
        "mr": "mr mister messrs herr monsieur senor",
        "mrs": "mrs mistress mme frau senora",
        "miss": "miss mlle",
        "ms": "ms madam",
        "mx": "mx",
        "dr": "dr doctor",
        "prof": "prof professor",
        "rev": "rev revd reverend",
        "ven": "ven",
        "rt": "rt",
        "hon": "hon honourable",
        "sir": "sir",
        "dame": "dame",
        "cllr": "cllr councillor",
        "pc": "pc wpc",
        "pcso": "pcso",
        "dc": "dc",
        "ds": "ds",
        "dci": "dci",
        "sgt": "sgt sergeant",
        "insp": "insp inspector",
        "supt": "supt superintendent",
        "lt": "lt lieutenant",
        "capt": "capt",
        "col": "col",
        "cpl": "cpl",
        "pte": "pte",
    }.items()
    for word in words.split()
}

# Titles that are also surnames (Bishop, Judge): taken off only in front of a name.
LEADING_TITLES = _words(
    """lord lady captain colonel general admiral bishop canon father sister brother mother queen baroness count countess duchess
    viscount viscountess marquess judge justice imam rabbi sheikh constable corporal commander the"""
)

# Titles that are also forenames (Major, Prince, Earl, Di): taken off only in front of two words or more.
FORENAME_TITLES = _words("major king prince princess baron duke earl master private di")

SUFFIXES = _words(
    """jr jnr jun junior sr snr sen senior ii iii iv esq esquire obe mbe cbe kbe gbe phd md mp qc kc bt bart jp msc bsc ba ma frs
    2nd 3rd 4th"""
)

# Words that begin a surname of several words.
PARTICLES = _words(
    "de da di del della des dos das du la le van von vander der den ter ten bin binti bint ibn abu al el ul ur ap st"
)

# Written apart or together, these are one word with what follows: mc donald, mcdonald.
JOINED = _words("mc mac o")

# After an O these make one surname in a whole name, where O before another word is a middle initial: the commonest O' surnames.
IRISH_ROOTS = _words(
    """boyle brien bryan byrne callaghan carroll connell conner connor conor dea doherty donaghue donnell donoghue donohoe donovan
    dowd driscoll dwyer farrell flaherty flanagan flynn gorman grady halloran hanlon hara hare haire kane keefe keeffe leary
    loughlin mahoney mahony malley mara meara neal neil neill nions regan reilly riley riordan rourke shaughnessy shea sullivan
    toole"""
)

# Ranks of the peerage, as in "1st baron clifford of chudleigh".
RANKS = _words(
    """baron baroness baronet bt earl duke duchess marquess marquis marchioness viscount viscountess count countess lord lady
    prince princess king queen"""
)

# Said of a person in brackets; not another name.
DESCRIPTIONS = _words(
    """deceased dec male female m f child adult juvenile youth victim suspect witness mother father son daughter brother sister
    mum dad partner wife husband ex twin elder younger tbc unknown nfa sic"""
)

# Stands for a part of a name that is not known: "Dave Unknown".
UNKNOWN = _words("unknown unk nk surname forename fnu lnu")
