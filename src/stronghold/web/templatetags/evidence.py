"""What records, ties and links say, in the words and the dates of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from stronghold.governance.answers import MentionView, RecordView
from stronghold.governance.labels import mention_label, title_case
from stronghold.governance.matching import matched_parts
from stronghold.vocabulary import kind, kinds, terms

__all__ = ["register"]

register = template.Library()

_ZONE = ZoneInfo("Europe/London")
_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?: (\d\d:\d\d))?)?)?")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# From what strength on a tie is called so: strong is what two good records of one agency, or one each of two, come to.
_STRENGTHS = ((0.9, "very strong"), (0.7, "strong"), (0.4, "moderate"), (0.0, "weak"))
_AS_WRITTEN_IN_WORDS = frozenset({"words", "forename", "surname", "title", "street", "house", "flat", "alias"})
# What is read as one: a whole name, a whole address.
_TOGETHER: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "person": ("Name", ("title", "forename", "middle_names", "surname")),
    "address": ("Address", ("flat", "house", "street", "town", "postcode")),
}
_GEOCODED = {"source": "the source", "postcode": "the postcode"}
_SAFE_IN_A_PATH = re.compile(r"(?!.*(?:^|/)\.{0,2}(?:/|$))[^\x00-\x1f\x7f]+")


@register.filter
def kind_label(name: str) -> str:
    return kind(name).label if name in kinds() else name


@register.filter
def kind_plural(name: str) -> str:
    return kind(name).plural if name in kinds() else name


@register.filter
def kind_letter(name: str) -> str:
    """The letter that ids of this kind begin with."""
    return {"person": "P", "address": "A", "phone": "T", "vehicle": "V", "organisation": "O"}.get(name, "")


@register.filter
def words_of_kind(name: str) -> str:
    """A kind in the middle of a sentence: "home or place"."""
    return kind_label(name).lower()


@register.filter
def role_label(mention: MentionView, record_kind: str) -> str:
    """The part that a mention plays in a record of that kind; a part of someone's own columns by its own name."""
    if mention.part:
        return part_label(mention.part)
    return played(mention.role, record_kind)


@register.filter
def played(role: str, record_kind: str) -> str:
    """A role of a kind of record, or a part of a person's columns."""
    roles = kind(record_kind).roles if record_kind in kinds() else {}
    if role in roles:
        return roles[role].label
    return kind_label(record_kind) if role == "subject" else part_label(role)


def part_label(part: str) -> str:
    parts = kind("person").parts
    return parts[part].label if part in parts else part.replace("_", " ").capitalize()


@register.filter
def roles_of(record: RecordView, entity_id: str) -> str:
    """As what the entity takes part in the record, each role once: "Caller", "Phone of Amos Perry"."""
    owners = {m.mention_key: m.label for m in record.mentions if not m.part}
    roles: dict[str, None] = {}
    for mention in record.mentions:
        if mention.entity_id == entity_id:
            owner = owners.get(mention.mention_key.split(">", 1)[0]) if mention.part else None
            roles[role_label(mention, record.kind) + (f" of {owner}" if owner else "")] = None
    return ", ".join(roles)


@register.filter
def day(moment: datetime | date | None) -> str:
    """The day, here: "3 March 2024"."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_ZONE)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


@register.filter
def moment(value: datetime | None) -> str:
    """The day and the time of day, here."""
    if value is None:
        return ""
    local = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(_ZONE)
    return f"{day(local)}, {local:%H:%M}"


@register.filter
def said(when: str) -> str:
    """A time as exactly as a record has it ("2024-07-01 14:05") in words; what has another form as it stands."""
    match = _WHEN.fullmatch(when)
    if match is None:
        return when
    year, month, number, clock = match.groups()
    shown = " ".join(part for part in (number and str(int(number)), month and _MONTHS[int(month) - 1], year) if part)
    return f"{shown}, {clock}" if clock else shown


@register.filter
def span(record: RecordView) -> str:
    """When a record was, from when to when where it lasted; in the zone of its source."""
    begun = said(record.when)
    if not begun or record.occurred_to is None or record.occurred_from is None:
        return begun
    zone = ZoneInfo(record.timezone)
    # An end is exclusive: a day ends at the next midnight.
    last = record.occurred_to.timestamp() - 1
    if last <= record.occurred_from.timestamp():
        return begun
    local = datetime.fromtimestamp(last, zone)
    if record.occurred_precision != "minute":
        ended = said(local.strftime({"year": "%Y", "month": "%Y-%m"}.get(record.occurred_precision or "", "%Y-%m-%d")))
    else:
        exact = record.occurred_to.astimezone(zone)
        if (exact - record.occurred_from).total_seconds() <= 60:
            return begun
        ended = said(exact.strftime("%Y-%m-%d %H:%M"))
    return begun if ended == begun else f"{begun} to {ended}"


@register.filter
def seen(entity: Any) -> str:
    """From the first to the last day that records tell of; "no date" where none does."""
    first, last = day(entity.first_seen), day(entity.last_seen)
    if not first and not last:
        return "no date"
    return first if first == last else f"{first or 'unknown'} to {last or 'unknown'}"


@register.filter
def strength_words(strength: float) -> str:
    return next(words for least, words in _STRENGTHS if strength >= least)


@register.filter
def percent(probability: float) -> str:
    """A probability as a percentage that never says 100 where it is not certain."""
    hundred = min(probability, 0.9999) * 100
    return f"{hundred:.2f}%" if hundred > 99 else f"{hundred:.0f}%"


@register.filter
def signed(weight: float) -> str:
    return f"{weight:+.1f}".replace("-", "\N{MINUS SIGN}")


@register.filter
def with_conditions(codes: tuple[str, ...]) -> list[str]:
    """Those of the handling codes that come with conditions: all but P."""
    return [code for code in codes if code and code != "P"]


@register.filter
def conditional(records: tuple[RecordView, ...]) -> list[str]:
    """The handling codes of records that come with conditions."""
    return with_conditions(tuple(sorted({record.handling for record in records if record.handling})))


@register.filter
def conditions_of(records: tuple[RecordView, ...]) -> list[str]:
    """The conditions that those records state in words."""
    found = (str(record.values["conditions"]) for record in records if record.values.get("conditions"))
    return list(dict.fromkeys(found))


@register.filter
def told(record: RecordView) -> list[tuple[str, str]]:
    """(label, value) of everything that an event's own columns say."""
    return list(_told(record.kind, record.values, record.timezone))


@register.filter
def told_of(mention: MentionView, record: RecordView) -> list[tuple[str, str]]:
    """(label, value) of everything that a record says of someone or something it names, their parts apart where it has them."""
    parts = {m.part for m in record.mentions if m.part and m.mention_key.split(">", 1)[0] == mention.mention_key}
    columns = kind(mention.kind).columns
    own = {name: value for name, value in mention.values.items() if name not in columns or columns[name].part_of not in parts}
    label, together = _TOGETHER.get(mention.kind, ("", ()))
    whole = {name: own.pop(name) for name in together if own.get(name)}
    said_together = [(label, mention_label(mention.kind, whole) if mention.kind == "address" else _name(whole))] if whole else []
    if (how := own.pop("geocoded", None)) is not None:
        own["coordinates from"] = _GEOCODED.get(how, how)
    return [*said_together, *_told(mention.kind, own, record.timezone)]


def _name(values: Mapping[str, Any]) -> str:
    return " ".join(title_case(str(value)) for value in values.values())


def _told(kind_name: str, values: Mapping[str, Any], zone: str) -> Iterator[tuple[str, str]]:
    columns = kind(kind_name).columns
    for name, value in values.items():
        if value in (None, "", []):
            continue
        column = columns.get(name)
        label = column.label if column else name.replace("_", " ").capitalize()
        yield label, _value(column.type if column else "text", value, zone)


@register.filter
def fact_value(fact: Any) -> str:
    columns = kinds()
    types = {c.name: c.type for k in columns.values() if not k.is_event for c in k.columns.values()}
    return _value(types.get(fact.column, "text"), fact.value, "Europe/London")


def _value(type_name: str, value: Any, zone: str) -> str:
    """A value as a person writes it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = value.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        return day(local.date()) if f"{local:%H:%M:%S}" == "00:00:00" else f"{day(local.date())}, {local:%H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(_value(type_name, each, zone) for each in value)
    if type_name == "money":
        return f"£{value:,.2f}"
    if type_name == "birth_date":
        return said(str(value))
    if type_name.startswith("term:"):
        known = terms(type_name.removeprefix("term:")).terms
        return known[value].label if value in known else str(value)
    if isinstance(value, int | float):
        return f"{value:,}" if type_name == "count" else f"{value:g}"
    return title_case(str(value)) if type_name in _AS_WRITTEN_IN_WORDS else str(value)


@register.filter
def record_url(record_key: str) -> str:
    """The page of a record. A key that no path can hold (a part of dots, a line break) goes into the query."""
    if _SAFE_IN_A_PATH.fullmatch(record_key):
        return reverse("record", args=[record_key])
    return f"{reverse('record_by_key')}?{urlencode({'key': record_key})}"


@register.filter
def record_of(mention_key: str) -> str:
    """The key of the record that a mention's key is of."""
    return mention_key.split("#", 1)[0]


@register.filter
def matched(text: str, query: str) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether the query matched it."""
    return matched_parts(text, query)


@register.filter
def layer_meaning(layer: str) -> str:
    """What evidence of a tie in that layer says, in the vocabulary's words."""
    found: dict[str, None] = {}
    for each in kinds().values():
        found.update((part.meaning, None) for part in each.parts.values() if part.layer == layer)
        found.update((rule.meaning, None) for rule in each.ties if rule.layer == layer)
    return "; ".join(meaning[0].lower() + meaning[1:].rstrip(".") for meaning in found)
