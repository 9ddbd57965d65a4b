"""Unit → Annotation: entities, relations and targets of one paragraph, with symbolic @doc, @head, @para.

    load() ─► Language of small components ─► annotate(nlp, unit) ─► Annotation

The order of the components and their settings are data: `rules/pipeline.toml`.
"""

from __future__ import annotations

from plangraph.extraction.pipeline import Language, annotate, load

__all__ = ["Language", "annotate", "load"]
