"""Normal forms of names: what two spellings of one name have in common."""

from __future__ import annotations

import unicodedata

#: Marks that may stand round a name or part of it without belonging to it.
_MARKS = str.maketrans("○", "〇", "《》“”\"'‘’〈〉「」")


def normal_form(name: str) -> str:
    """The name without blanks and quotation marks, with half-width forms.

    >>> normal_form("江门（鹤山） 精细化工产业园")
    '江门(鹤山)精细化工产业园'
    """
    folded = unicodedata.normalize("NFKC", name)
    return "".join(folded.translate(_MARKS).split())


def display_form(name: str) -> str:
    """The name as people read it: without blanks and without marks that stand round the whole of it.

    >>> display_form("《先进制造业发展“十四五” 规划》")
    '先进制造业发展“十四五”规划'
    """
    plain = "".join(name.split())
    for opening, closing in ("《》", "“”", "〈〉", "「」"):
        inner = plain[1:-1]
        if plain.startswith(opening) and plain.endswith(closing) and opening not in inner:
            plain = inner
    return plain
