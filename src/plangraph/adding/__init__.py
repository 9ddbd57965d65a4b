"""A file becomes a document of a corpus: a copy in the folder and a row of its manifest.

    examine(file) ─► Examined ─► propose(…, what is given) ─► Proposal ─► admit(…, corpus) ─► Added

What the row needs is given, or found in the document with the words that tell it; what is neither is missing, and
nothing is written before it is told. `add_folder` does this for the rows of a folder's own manifest.
"""

from __future__ import annotations

from plangraph.adding.corpus import Added, admit, corpus_folder
from plangraph.adding.folder import Outcome, add_folder
from plangraph.adding.proposal import Examined, Proposal, document, examine, propose
from plangraph.adding.vocabulary import GIVEN, described, load_names, normalised
from plangraph.reading.names import Names

__all__ = [
    "GIVEN",
    "Added",
    "Examined",
    "Names",
    "Outcome",
    "Proposal",
    "add_folder",
    "admit",
    "corpus_folder",
    "described",
    "document",
    "examine",
    "load_names",
    "normalised",
    "propose",
]
