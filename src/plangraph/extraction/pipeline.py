"""Builds the spaCy pipeline from `rules/pipeline.toml` and runs it on a unit."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path

import spacy
from spacy.language import Language as Language  # noqa: PLC0414  (callers name its type)

from plangraph.errors import ResourceError
from plangraph.extraction.state import CharacterTokenizer, mentions, start
from plangraph.model import Annotation, Unit
from plangraph.resources import read_toml, rules_dir
from plangraph.text import narrow


def load(config: Path | None = None, *, trained: bool = True) -> Language:
    """The pipeline that `rules/pipeline.toml` (or another file of its form) describes.

    Each `[[component]]` names a `module` of this package, the spaCy `factory` that it registers, and `config`.
    Without `trained`, components that are marked so are left out: the rules alone.
    """
    path = config or rules_dir() / "pipeline.toml"
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    for number, component in enumerate(read_toml(path)["component"], start=1):
        if component.get("trained", False) and not trained:
            continue
        try:
            importlib.import_module(f"plangraph.extraction.{component['module']}")
            nlp.add_pipe(component["factory"], config=component.get("config", {}))
        except re.error as error:
            where = f"the rules of component {component['module']}"
            raise ResourceError(f"not a pattern: {error.pattern!r}: {error}", where=where) from error
        except (ImportError, KeyError, ValueError) as error:
            raise ResourceError(str(error), where=f"{path.name}, component {number}") from error
    return nlp


def annotate(nlp: Language, unit: Unit) -> Annotation:
    """Everything that is found in one unit. Full-width letters and digits are read as narrow ones."""
    read = replace(unit, text=narrow(unit.text), headings=tuple(map(narrow, unit.headings)))
    doc = start(nlp.make_doc(read.text), read)
    for _name, component in nlp.pipeline:
        doc = component(doc)
    found = mentions(doc)
    if read.text != unit.text:
        found = [replace(mention, text=unit.text[mention.start : mention.end]) for mention in found]
    return Annotation(unit, tuple(found), tuple(doc._.relations), tuple(doc._.targets))
