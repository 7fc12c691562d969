"""Makes the person model that is shipped, from an invented town: ``python -m bench.shipped_model``.

Its rates are learnt without truth, as ``link_people(train="always")`` does on a partner's own records; priors are left for each
build to find.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from stronghold import engine
from stronghold.intake.loading.schema import create_tables
from stronghold.linking import PersonModel, link_people
from stronghold.linking import people as linking_people
from stronghold.town import people_table

MENTIONS, SEED = 200_000, 5


def shipped_model() -> PersonModel:
    with engine.connect() as con:
        create_tables(con)
        con.register("town", people_table(MENTIONS, seed=SEED))
        con.execute("INSERT INTO person BY NAME SELECT unique_id AS mention_id, * EXCLUDE (unique_id, person) FROM town")
        con.execute(
            "INSERT INTO mention BY NAME SELECT unique_id AS mention_id, unique_id::VARCHAR AS mention_key, "
            "unique_id AS record_id, 'person' AS kind FROM town"
        )
        learnt = link_people(con, model=PersonModel.by_reason(), train="always").model
    start = PersonModel.by_reason()
    return replace(learnt, expected=start.expected, relatives=start.relatives, nodes=0, origin="shipped")


if __name__ == "__main__":
    path = Path(linking_people.__file__).parent / "shipped" / "person_model.json"
    path.write_text(shipped_model().to_json(), encoding="utf-8")
    print(f"wrote {path}")
