"""How a link is written into an entity: what it denotes, how surely, and why."""

from __future__ import annotations

from dataclasses import replace

from plangraph.linking.context import Context
from plangraph.model import Entity


def linked(
    plain: Entity,
    context: Context,
    reason: str,
    *,
    denotes: str = "",
    match: str = "exact",
    broader: str = "",
    **words: str,
) -> Entity:
    """The entity with what it denotes; `reason` is a key of the reasons, `words` fill its slots."""
    return replace(
        plain,
        denotes=denotes or plain.denotes,
        match=match,
        broader=broader,
        reason=context.reason(reason, **words),
        confidence=context.rules.confidences[reason],
    )
