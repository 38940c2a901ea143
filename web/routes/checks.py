"""The check-up of the lists, for the offices that keep them: as a page, a workbook, JSON."""

from __future__ import annotations

from itertools import islice

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from checks.finding import FindingKind
from checks.kept import KeptFindings
from checks.run import kinds
from web.files.finding_sheet import finding_sheets
from web.files.sheets import XLSX_TYPE, to_xlsx
from web.requests.addresses import page_number
from web.requests.operator import is_operator, operator_only, token_is_set
from web.routes.api import snapshot
from web.routes.exports import MOST_RECORDS, attached, entry_address
from web.views.checks import PER_PAGE, KindPage, Narrowed, choices, on_page, overview, shown_kinds
from web.views.paging import page_links

blueprint = Blueprint("checks", __name__)

_OLD = "这个索引没有体检结果，请重新运行 python app.py index"


class NotCheckedError(LookupError):
    """The serving generation was built without checks."""


@blueprint.get("/checks")
def page() -> str:
    """What was found, kind by kind; with `kind`, the findings of it."""
    kept, kind, narrowed = _kept(), _kind(), _narrowed()
    found = choices(kept, shown_kinds(is_operator()), narrowed)
    if kind is None:
        whole = overview(kept, is_operator(), narrowed)
        return render_template("checks.html", overview=whole, choices=found, token=token_is_set())
    total = kept.number(kind.name, narrowed.department, narrowed.file)
    last = max(1, -(-total // PER_PAGE))
    number = page_number(last)
    links = page_links(
        number, last, lambda page: url_for("checks.page", kind=kind.name, page=page, **narrowed.parameters())
    )
    shown = KindPage(kind, on_page(kept, kind.name, narrowed, number), total, links)
    return render_template("check.html", view=shown, choices=found)


@blueprint.get("/checks.xlsx")
def xlsx() -> Response:
    """The findings as a workbook, a sheet a kind."""
    kept, wanted, narrowed = _kept(), _wanted(), _narrowed()
    sheets = finding_sheets(kept, wanted, narrowed.department, narrowed.file, entry_address, MOST_RECORDS)
    return attached(to_xlsx(sheets), XLSX_TYPE, "清单体检.xlsx")


@blueprint.get("/checks.json")
def findings_json() -> Response:
    """The findings, kind by kind."""
    kept, wanted, narrowed = _kept(), _wanted(), _narrowed()
    told = [
        {
            "kind": kind.name,
            "name": kind.chinese,
            "group": kind.group.value,
            "severity": kind.severity.value,
            "rule": kind.rule,
            "total": kept.number(kind.name, narrowed.department, narrowed.file),
            "findings": [
                finding.to_json()
                for finding in islice(kept.of(kind.name, narrowed.department, narrowed.file), MOST_RECORDS)
            ],
        }
        for kind in wanted
    ]
    return jsonify({"generation": snapshot().generation.name, "limit": MOST_RECORDS, "kinds": told})


@blueprint.errorhandler(NotCheckedError)
def not_checked(problem: NotCheckedError) -> tuple[str, int]:
    """An older program built the index."""
    return render_template("error.html", message=str(problem), status=503), 503


@blueprint.after_request
def unkept(response: Response) -> Response:
    """What the operator alone may see is kept nowhere."""
    if is_operator():
        response.headers["Cache-Control"] = "no-store"
    return response


def _kept() -> KeptFindings:
    try:
        return KeptFindings(snapshot().generation.folder)
    except OSError as error:
        raise NotCheckedError(_OLD) from error


def _kind() -> FindingKind | None:
    """The kind that is asked for, which the one who asks may see."""
    name = request.args.get("kind", "")
    if not name:
        return None
    kind = kinds().get(name)
    if kind is None:
        abort(404)
    if kind.personal:
        operator_only()
    return kind


def _wanted() -> list[FindingKind]:
    """The kinds of which a file tells."""
    kind = _kind()
    return [kind] if kind else shown_kinds(is_operator())


def _narrowed() -> Narrowed:
    return Narrowed(request.args.get("department", ""), request.args.get("file", ""))
