"""Rows of the store → page models, one module a kind of page. A view of an unknown thing is None."""

from plangraph.web.views.answers import answer, questions, starting
from plangraph.web.views.documents import documents
from plangraph.web.views.entities import entity
from plangraph.web.views.places import place
from plangraph.web.views.search import search, suggestions
from plangraph.web.views.texts import document

__all__ = ["answer", "document", "documents", "entity", "place", "questions", "search", "starting", "suggestions"]
