"""Files of police.uk load by their shipped mappings: every row, with its counts and its place."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import crime_sim_toolkit
import duckdb

from stronghold.engine import connect
from stronghold.intake.load import LoadReport, SourceInput, load
from stronghold.intake.readers import open_source
from stronghold.intake.recognise import recognise
from stronghold.vocabulary import terms

STREET = Path(crime_sim_toolkit.__file__).parent.joinpath(
    "tests", "testing_data", "test_policedata", "2017-07", "2017-07-west-yorkshire-street.csv"
)

OUTCOMES = """\
Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type
a1,2018-10,Thames Valley Police,TVP,-1.257,51.752,On or near High Street,E01028521,Oxford 008A,Suspect charged
a1,2018-12,Thames Valley Police,TVP,-1.257,51.752,On or near High Street,E01028521,Oxford 008A,Offender sent to prison
,2018-12,Thames Valley Police,Thames Valley Police,,,No location,,,Status update unavailable
"""
STOPS = """\
Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,\
Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,\
Removal of more than just outer clothing
Person search,2018-10-01T23:30:00+00:00,False,,51.752,-1.257,Male,18-24,Other ethnic group - Not stated,White,\
Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False
Vehicle search,2018-07-01T10:00:00+01:00,True,Op Fisher,,,,,,,,,A no further action disposal,,
"""


def loaded(path: Path) -> tuple[duckdb.DuckDBPyConnection, LoadReport]:
    with open_source(path) as reader:
        mapping = recognise(reader.columns)
    assert mapping is not None
    connection = connect()
    report = load(connection, [SourceInput(path, path.name, mapping)])
    assert report.refused == ()
    return connection, report


def test_a_month_of_street_crime_keeps_every_row_under_its_category() -> None:
    with STREET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    connection, report = loaded(STREET)
    assert (report.read, report.kept, report.quarantined_rows) == (len(rows), len(rows), 0)
    labels = Counter(row["Crime type"] for row in rows if row["Crime ID"])
    known = terms("crime_categories").terms
    kept = connection.execute(
        "SELECT category, count(*) FROM recorded_crime JOIN record USING (record_id) "
        "WHERE record_key NOT LIKE '%/~%' GROUP BY category"
    ).fetchall()
    assert {known[category].label: count for category, count in kept} == labels


def test_street_crimes_are_placed_where_the_file_says() -> None:
    connection, _ = loaded(STREET)
    with STREET.open(encoding="utf-8", newline="") as file:
        areas = Counter(row["LSOA code"] or None for row in csv.DictReader(file) if row["Crime ID"])
    kept = connection.execute(
        "SELECT area_code, count(*) FROM recorded_crime JOIN record r USING (record_id) LEFT JOIN mention m USING (record_id) "
        "LEFT JOIN address USING (mention_id) WHERE r.record_key NOT LIKE '%/~%' GROUP BY area_code"
    ).fetchall()
    assert dict(kept) == areas


def test_a_crime_may_have_several_outcomes(tmp_path: Path) -> None:
    path = tmp_path / "2018-12-thames-valley-outcomes.csv"
    path.write_text(OUTCOMES, encoding="utf-8")
    connection, report = loaded(path)
    assert report.kept == 3
    kept = connection.execute("SELECT crime_reference, outcome FROM crime_outcome ORDER BY record_id").fetchall()
    assert kept == [("A1", "Suspect charged"), ("A1", "Offender sent to prison"), (None, "Status update unavailable")]
    assert connection.execute("SELECT count(DISTINCT record_key) FROM record").fetchone() == (3,)


def test_a_stop_names_nobody_and_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "2018-10-thames-valley-stop-and-search.csv"
    path.write_text(STOPS, encoding="utf-8")
    connection, report = loaded(path)
    assert report.kept == 2
    times = connection.execute("SELECT strftime(occurred_from, '%Y-%m-%d %H:%M') FROM record ORDER BY record_id").fetchall()
    assert times == [("2018-10-01 23:30",), ("2018-07-01 09:00",)]
    kept = connection.execute(
        "SELECT sex, age_range, part_of_operation, outcome_linked, police_operation FROM stop_and_search ORDER BY record_id"
    ).fetchall()
    assert kept == [("male", "18-24", False, True, None), (None, None, True, None, "Op Fisher")]
    assert connection.execute("SELECT count(*) FROM mention WHERE kind = 'person'").fetchone() == (0,)
