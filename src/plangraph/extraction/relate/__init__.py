"""Relations between the mentions of one unit.

    sentence ─► template: mentions become tags (`加强与<REGION>的合作`) ─► rules of `rules/relations.toml` ─► Relation

The rules decide which relation a tag has; `subjects` says who is meant when the sentence does not name the head.
"""
