"""Reports entered by hand that refer to a record by its key or by the key's own last part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from django.db.models import F

from stronghold.casework.models import ReportVersion
from stronghold.casework.reports.files import record_key as key_of
from stronghold.casework.reports.reading import may_read
from stronghold.casework.resting import Resting
from stronghold.governance.gateway import Gateway

__all__ = ["reports_resting_on", "reports_seen"]

# A shorter number, or a word, would be found in reports that mean something else.
_SHORTEST = 5


def reports_resting_on(record_key: str) -> Iterator[Resting]:
    """The reports that are not withdrawn whose words name the record's key, or its source's own key where that can be told."""
    names = [re.escape(record_key)]
    own = record_key.split("/")[3] if record_key.count("/") >= 3 else ""
    if len(own) >= _SHORTEST and any(character.isdigit() for character in own) and not own.startswith("~"):
        names.append(re.escape(own))
    named = re.compile(rf"(?<![\w/-])(?:{'|'.join(names)})(?![\w/-])", re.IGNORECASE)
    latest = ReportVersion.objects.filter(version=F("report__latest"), withdrawn=False).select_related("report__agency")
    for version in latest.order_by("report__prefix", "report__year", "report__serial").iterator():
        report = version.report
        if key_of(report) != record_key and named.search(str(version.content.get("narrative", ""))):
            yield Resting(
                noun="report",
                key=report.number,
                address=f"/reports/{report.number}/",
                how="Its words refer to the record.",
                owners=(report.entered_by_id,),
            )


def reports_seen(gateway: Gateway, numbers: Collection[str]) -> frozenset[str]:
    """Those of the reports that the account may read."""
    return frozenset(number for number in numbers if may_read(gateway.account, gateway.purpose, number))
