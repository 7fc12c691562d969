"""Records become entities: who and what the partners' mentions are about, with the evidence for each link."""

from stronghold.linking.evaluation import Evaluation, Rates, evaluate
from stronghold.linking.explanation import Explanation, FieldEvidence, explain
from stronghold.linking.identity import entity_id, name_entities
from stronghold.linking.model import PersonModel
from stronghold.linking.people import LinkReport, link_people
from stronghold.linking.things import resolve_things

__all__ = [
    "Evaluation",
    "Explanation",
    "FieldEvidence",
    "LinkReport",
    "PersonModel",
    "Rates",
    "entity_id",
    "evaluate",
    "explain",
    "link_people",
    "name_entities",
    "resolve_things",
]
