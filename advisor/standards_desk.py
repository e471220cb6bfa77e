"""The weights as a subject of drafts."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError

from advisor.models import Weights
from advisor.weights import ProductWeights
from catalog.desk.documents import Document
from catalog.desk.subjects import Label, Subject

FIELDS = tuple(asdict(ProductWeights()))


def weights_document(weights: Weights) -> Document:
    return {"name": "Weights", **asdict(weights.plain)}


def write_weights(weights: Weights | None, document: Document, is_rehearsal: bool) -> Weights:
    """Raises ValueError with a sentence for what is out of bounds or missing."""
    weights = weights or Weights()
    for name in FIELDS:
        setattr(weights, name, document.get(name))
    try:
        weights.clean_fields(exclude=["id"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise ValueError(f"{label_of(name)}: {messages[0]}") from error
    weights.save()
    return weights


def label_of(name: str) -> str:
    field: Any = Weights._meta.get_field(name)
    return str(field.verbose_name)


WEIGHTS = Subject(
    kind="weights",
    name="weights",
    rows=lambda: Weights.objects.all(),
    read_row=weights_document,
    write_row=write_weights,
    labels={"name": Label("name"), **{name: Label(label_of(name)) for name in FIELDS}},
    key_field="pk",
)
