"""Makes the person model that is shipped, from an invented town: ``python -m bench.shipped_model``.

Its rates are learnt without truth, as ``link_people(train="always")`` does on a partner's own records; priors are left for each
build to find. What the town does not show as the country does is set by reason.
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
# Of two records of one person some years apart about 3 in 100 have another surname, by marriage and its end (one in 300 people
# marries and changes it in a year). In the town 1 in 100 have.
CHANGED_SURNAME = 0.03


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
    surname = dict(learnt.levels["surname"])
    surname["different"] = replace(surname["different"], m=CHANGED_SURNAME)
    learnt = learnt.with_levels({"surname": surname})
    return replace(learnt, expected=start.expected, relatives=start.relatives, nodes=0, origin="shipped")


if __name__ == "__main__":
    path = Path(linking_people.__file__).parent / "shipped" / "person_model.json"
    path.write_text(shipped_model().to_json(), encoding="utf-8")
    print(f"wrote {path}")
