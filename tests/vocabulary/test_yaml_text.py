"""YAML reads as PyYAML's own safe loader reads it, and makes nothing but plain values."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from stronghold.vocabulary.yaml_text import read_yaml


@pytest.mark.parametrize("folder", ["kinds", "terms"])
def test_every_file_of_the_vocabulary_reads_the_same(folder: str) -> None:
    for entry in (files("stronghold.vocabulary") / folder).iterdir():
        text = entry.read_text(encoding="utf-8")
        assert read_yaml(text) == yaml.safe_load(text)


def test_what_would_make_an_object_or_is_no_yaml_is_refused() -> None:
    for text in ("!!python/object/apply:os.getcwd []", "a: [1"):
        with pytest.raises(yaml.YAMLError):
            read_yaml(text)
