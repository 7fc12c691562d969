"""Words of addresses: kinds of street with their short forms, counties and countries. All lower case, ASCII."""

from __future__ import annotations

__all__ = ["COUNTIES", "COUNTRIES", "DIRECTIONS", "STREET_TYPES", "TYPE_WORDS"]


def _lines(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


# The short forms that stand for a kind of street at the end of its name.
STREET_TYPES = {
    short: kind
    for kind, shorts in {
        "avenue": "ave av aven",
        "boulevard": "blvd",
        "building": "bldg",
        "buildings": "bldgs",
        "centre": "ctr",
        "close": "cl clo",
        "cottage": "cott",
        "cottages": "cotts",
        "court": "ct crt",
        "crescent": "cres cresc cr",
        "drive": "dr drv",
        "esplanade": "esp",
        "estate": "est",
        "farm": "fm",
        "garden": "gdn",
        "gardens": "gdns gds",
        "green": "grn",
        "grove": "gr gro grv",
        "heights": "hts",
        "hill": "hl",
        "house": "hse",
        "lane": "ln la",
        "mews": "mws",
        "mount": "mt",
        "parade": "pde",
        "park": "pk",
        "place": "pl",
        "promenade": "prom",
        "road": "rd",
        "square": "sq",
        "street": "st str",
        "terrace": "ter terr",
        "view": "vw",
        "walk": "wlk wk",
        "way": "wy",
        "yard": "yd",
    }.items()
    for short in shorts.split()
}

# Words that end the name of a street where a line has no commas.
TYPE_WORDS = _lines(
    """street, road, avenue, close, lane, drive, crescent, court, gardens, garden, place, square, terrace, grove, way, walk, mews,
    parade, row, rise, boulevard, mount, heights, promenade, esplanade, wharf, quay, hill, view, green"""
)

DIRECTIONS = _lines("north, south, east, west, upper, lower")

COUNTRIES = _lines(
    "uk, u k, united kingdom, gb, great britain, england, wales, scotland, northern ireland, n ireland, cymru",
)

COUNTIES = _lines(
    """avon, bedfordshire, beds, berkshire, berks, buckinghamshire, bucks, cambridgeshire, cambs, cheshire, cleveland, cornwall
    county durham, co durham, cumbria, derbyshire, derbys, devon, dorset, east sussex, e sussex, essex, gloucestershire, glos
    greater london, greater manchester, hampshire, hants, herefordshire, hertfordshire, herts, isle of wight, kent, lancashire
    lancs, leicestershire, leics, lincolnshire, lincs, merseyside, middlesex, middx, norfolk, north yorkshire, n yorkshire
    n yorks, northamptonshire, northants, northumberland, nottinghamshire, notts, oxfordshire, oxon, rutland, shropshire, salop
    somerset, south yorkshire, s yorkshire, s yorks, staffordshire, staffs, suffolk, surrey, sussex, tyne and wear
    warwickshire, warks, west midlands, w midlands, west sussex, w sussex, west yorkshire, w yorkshire, w yorks, wiltshire
    wilts, worcestershire, worcs, east riding of yorkshire, humberside, clwyd, dyfed, gwent, gwynedd, mid glamorgan
    south glamorgan, west glamorgan, powys, fife, lanarkshire, ayrshire, aberdeenshire, midlothian, west lothian, east lothian
    renfrewshire, county antrim, co antrim, county armagh, co armagh, county down, co down, county londonderry, county tyrone
    co tyrone, county fermanagh"""
)
