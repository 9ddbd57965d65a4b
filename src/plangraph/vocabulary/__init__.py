"""Vocabularies as files: read as one, and checked.

    read(folder) ─► Vocabulary ─► faults(…) ─► Fault: file, line, term, what is wrong, what to do

`lexicon` makes tables of a vocabulary that has no grave fault.
"""

from __future__ import annotations

from plangraph.vocabulary.faults import Fault, Kind, faults, grave
from plangraph.vocabulary.sources import Vocabulary, read

__all__ = ["Fault", "Kind", "Vocabulary", "faults", "grave", "read"]
