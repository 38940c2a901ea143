"""Findings as text, JSON lines and a workbook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from checks.kept import KeptFindings
from checks.run import kinds
from web.files.finding_sheet import finding_sheets
from web.files.sheets import to_xlsx


def show_findings(
    kept: KeptFindings, wanted: Sequence[str], department: str, file: str, as_json: bool, xlsx: Path | None
) -> None:
    """Print the findings of some kinds (all where none is said), and save them as a workbook.

    Raises ValueError where there is no such kind, OSError where the workbook cannot be written.
    """
    unknown = [name for name in wanted if name not in kinds()]
    if unknown:
        raise ValueError(f"没有“{unknown[0]}”这类问题，可选：{'、'.join(kinds())}")
    shown = [kind for kind in kinds().values() if not wanted or kind.name in wanted]
    for kind in shown:
        for number, finding in enumerate(kept.of(kind.name, department, file)):
            if as_json:
                click.echo(json.dumps(finding.to_json(), ensure_ascii=False))
                continue
            if number == 0:
                click.secho(f"{kind.chinese}（{kind.severity.chinese}）：{kind.rule}", bold=True)
            where = " ".join(filter(None, (finding.owner, finding.place, finding.title)))
            click.echo(f"  {where}：{'，'.join(filter(None, (finding.text, finding.why)))}")
    if xlsx is not None:
        xlsx.write_bytes(to_xlsx(finding_sheets(kept, shown, department, file)))
