"""Figures and errors as text, as JSON values and as one page of HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape

from plangraph.evaluation.errors import Error
from plangraph.evaluation.intervals import Interval, intervals
from plangraph.evaluation.reliability import Reliability
from plangraph.evaluation.scores import ALL, Count, Scores

_SUMS = {"strict": "entities", "relation": "relations", "target": "targets"}


def as_dict(scores: Scores) -> dict[str, object]:
    """All figures, rounded to four places; `ci` is the 95 % interval of F1."""
    bounds = intervals(scores)
    return {
        "units": len(scores.units),
        **{f"{title} {kind}": _figures(count, bounds[key]) for key, title, kind, count in scores.rows()},
        **{name: round(accuracy.share, 4) for name, accuracy in scores.attributes.items()},
        "regions": {region: _sums(part) for region, part in scores.regions().items()},
    }


def _figures(count: Count, bounds: Interval) -> dict[str, object]:
    return {
        "p": round(count.precision, 4),
        "r": round(count.recall, 4),
        "f1": round(count.f1, 4),
        "ci": [round(bound, 4) for bound in bounds],
        "gold": count.gold,
    }


def _sums(scores: Scores) -> dict[str, object]:
    figures = {name: scores.counts.get((section, ALL), Count()) for section, name in _SUMS.items()}
    return {"units": len(scores.units), **{name: round(count.f1, 4) for name, count in figures.items()}}


def as_text(scores: Scores, baselines: Mapping[str, Scores] | None = None) -> str:
    """All figures as tables: by type with intervals, by region, and beside baselines."""
    bounds = intervals(scores)
    lines = [f"{len(scores.units)} units", f"{'':34}{'P':>7}{'R':>7}{'F1':>7}   {'95 %':11}{'gold':>7}"]
    for key, title, kind, count in scores.rows():
        low, high = bounds[key]
        figures = f"{count.precision:7.3f}{count.recall:7.3f}{count.f1:7.3f}"
        lines.append(f"{title + ' ' + kind:34}{figures}   {low:.3f}-{high:.3f}{count.gold:7}")
    lines += [f"{name:34}{a.share:7.3f}  of {a.all}" for name, a in scores.attributes.items()]
    lines += ["", *_side_by_side("region", scores.regions())]
    if baselines:
        lines += ["", *_side_by_side("method", {"plangraph": scores, **baselines})]
    return "\n".join(lines)


def reliability_as_text(groups: Iterable[Reliability]) -> str:
    """A table: of what was found with a confidence, the share that is right."""
    lines = [f"{'found with confidence':34}{'mean':>7}{'right':>7}{'found':>8}"]
    for group in groups:
        name = f"{group.kind} from {group.least:.1f}"
        lines.append(f"{name:34}{group.confidence:7.2f}{group.right:7.2f}{group.found:8}")
    return "\n".join(lines)


def _side_by_side(head: str, parts: Mapping[str, Scores]) -> Iterator[str]:
    yield f"{head:24}{'units':>7}" + "".join(f"{name:>11}" for name in _SUMS.values()) + "   (F1, strict)"
    for name, part in parts.items():
        f1 = (part.counts.get((section, ALL), Count()).f1 for section in _SUMS)
        wide = sum(ord(char) >= 0x2E80 for char in name)  # Chinese characters take two columns of a terminal
        yield f"{name:{24 - wide}}{len(part.units):7}" + "".join(f"{value:11.3f}" for value in f1)


def errors_as_text(errors: Sequence[Error]) -> str:
    """Every error, grouped by what it concerns and by cause, the commonest causes first."""
    lines: list[str] = []
    for (layer, kind, cause), group in _grouped(errors):
        lines += ["", f"── {layer} {kind}: {cause} ({len(group)})"]
        for error in group:
            lines.append(
                f"{error.unit}: {error.gold or '—'}  ≠  {error.found or '—'}  [{error.rule or 'no rule'}]"
            )
            lines.append(f"    {error.sentence}")
    return "\n".join(lines).lstrip("\n")


def errors_as_dicts(errors: Iterable[Error]) -> list[dict[str, str]]:
    """Every error as a JSON object."""
    return [asdict(error) for error in errors]


def _grouped(errors: Sequence[Error]) -> list[tuple[tuple[str, str, str], list[Error]]]:
    groups: dict[tuple[str, str, str], list[Error]] = {}
    for error in errors:
        groups.setdefault((error.layer, error.type, error.cause), []).append(error)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────

_STYLE = """
body { font: 15px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; margin: 2rem auto; max-width: 72rem }
table { border-collapse: collapse }
td, th { padding: .2rem .7rem; border-bottom: 1px solid #ddd; text-align: left }
td.n { text-align: right; font-variant-numeric: tabular-nums } summary { cursor: pointer; font-weight: 600 }
.gold { color: #0a6b2d } .found { color: #a3260f } .said { color: #444 } code { color: #666 }
"""


def as_html(scores: Scores, errors: Sequence[Error], title: str) -> str:
    """One page that stands by itself: figures, causes, and each error with its sentence."""
    bounds = intervals(scores)
    figures = (
        _row(
            f"{name} {kind}",
            *(f"{value:.3f}" for value in (count.precision, count.recall, count.f1)),
            "{:.3f}–{:.3f}".format(*bounds[key]),
            str(count.gold),
        )
        for key, name, kind, count in scores.rows()
    )
    causes = Counter((error.layer, error.cause) for error in errors)
    counted = (_row(f"{layer}: {cause}", str(n)) for (layer, cause), n in causes.most_common())
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<h1>{escape(title)}</h1><p>{len(scores.units)} units</p>"
        f"<table><tr><th><th>P<th>R<th>F1<th>95 %<th>gold</tr>{''.join(figures)}</table>"
        f"<h2>错误原因 Causes</h2><table>{''.join(counted)}</table>"
        f"<h2>错误 Errors</h2>{''.join(_section(*group) for group in _grouped(errors))}</html>\n"
    )


def _row(name: str, *figures: str) -> str:
    return f"<tr><td>{escape(name)}" + "".join(f'<td class="n">{figure}' for figure in figures) + "</tr>"


def _section(key: tuple[str, str, str], errors: Sequence[Error]) -> str:
    layer, kind, cause = key
    return (
        f"<details><summary>{layer} {kind}: {cause} ({len(errors)})</summary><ul>"
        + "".join(_item(error) for error in errors)
        + "</ul></details>"
    )


def _item(error: Error) -> str:
    return (
        f"<li>{escape(error.unit)}: <span class=gold>{escape(error.gold) or '—'}</span> ≠ "
        f"<span class=found>{escape(error.found) or '—'}</span> <code>{escape(error.rule)}</code>"
        f"<div class=said>{escape(error.sentence)}</div></li>"
    )
