"""Relations between the mentions of one unit.

    sentence ─► template, mentions as tags (加强与<REGION>的合作) ─► `rules/relations.toml` ─► Relation

The rules decide which relation a tag has; `paragraph` says who is meant when a sentence does not name the head.
"""
