"""validate, verify."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from plangraph import api
from plangraph.cli import options
from plangraph.cli.output import console, print_json
from plangraph.errors import EXIT_NOT_CONFORMING, EXIT_OK
from plangraph.model import Finding

_SHOWN = 50


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@options.graph
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def validate(files: tuple[Path, ...], graph: Path, form: str) -> int:
    """Check the graph, or RDF FILES that use our ontology, against the shapes.

    Ends with 1 when our data are wrong (a violation); warnings and notes are about the plans themselves.
    """
    findings = api.validate(graph, files)
    if form == "json":
        print_json([asdict(finding) for finding in findings])
    else:
        _print(findings)
    wrong = any(finding.severity == "violation" for finding in findings)
    return EXIT_NOT_CONFORMING if wrong else EXIT_OK


def _print(findings: list[Finding]) -> None:
    out = console()
    for finding in findings[:_SHOWN]:
        out.print(f"[bold]{finding.severity}[/bold] {finding.kind}  {finding.document} {finding.place}")
        for line in (finding.message_zh, finding.message_en, *finding.quotes):
            out.print(f"    {line}", markup=False, highlight=False)
    if len(findings) > _SHOWN:
        click.echo(f"… and {len(findings) - _SHOWN} more; all of them with --format json")
    counts = Counter(finding.severity for finding in findings)
    summary = ", ".join(f"{counts[name]} {name}s" for name in ("violation", "warning", "info"))
    click.echo(f"{'conforms' if not counts['violation'] else 'does not conform'}: {summary}")


@click.command()
@options.graph
def verify(graph: Path) -> int:
    """Prove every quote against the archived text: checksums, offsets, surfaces, IRIs. Zero tolerance."""
    proof = api.verify(graph)
    _print(list(proof.findings)) if proof.findings else None
    click.echo(
        f"{proof.statements:,} statements and {proof.targets:,} targets on {proof.evidence:,} quotes "
        f"in {proof.documents} texts: {'all proved' if not proof.findings else f'{len(proof.findings)} faults'}"
    )
    return EXIT_NOT_CONFORMING if proof.findings else EXIT_OK
