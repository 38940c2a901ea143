"""The box for other sites: its script, its page for frames, and the page that writes the snippet."""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, request

from search.library import NoIndexError
from search.present.results import Request, RequestError
from web.http.origins import framed_policy, policy, settings
from web.requests.embed_options import PLACEHOLDER, EmbedOptions, check_known, ink_on, read_options
from web.routes.api import find, snapshot

blueprint = Blueprint("embed", __name__)

_CACHED = 3600  # seconds for which browsers keep the script
_MATTERS = 3
_HITS = 5


@blueprint.get("/embed.js")
def script() -> Response:
    """The box as one script, with the combobox and the styles in it."""
    response = Response(_script(Path(current_app.static_folder or "")), mimetype="text/javascript")
    response.cache_control.public = True
    response.cache_control.max_age = _CACHED
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


@blueprint.get("/embed")
def page() -> Response:
    """The snippet for other sites, made from options, with a preview."""
    serving = snapshot()
    regions = serving.directory.values("region")
    departments = serving.directory.values("department")
    problem = ""
    try:
        options = read_options(request.args)
        check_known(options, regions, departments)
    except RequestError as error:
        options, problem = EmbedOptions(), str(error)
    html = render_template(
        "embed.html",
        options=options,
        given=request.args if problem else options,
        problem=problem,
        regions=regions,
        departments=departments,
        placeholder=options.placeholder or PLACEHOLDER,
        settings=settings(),
        site=request.host_url.rstrip("/"),
    )
    response = make_response(html, 400 if problem else 200)
    response.headers["Content-Security-Policy"] = policy(frames="'self'")
    return response


@blueprint.get("/embed/frame")
def frame() -> Response:
    """The box as a page for frames, with the answer to `q` in it."""
    query = request.args.get("q", "").strip()
    options, results, problem, status = EmbedOptions(), None, "", 200
    try:
        options = read_options(request.args)
        if query:
            filters = {name: (value,) for name, value in options.filters.items()}
            results = find(snapshot(), Request(query, filters, size=_HITS))
    except RequestError as error:
        problem, status = str(error), 400
    except NoIndexError as error:
        problem, status = str(error), 503
    lines = groupby(results.agencies, key=lambda line: line.id) if results else ()
    html = render_template(
        "embed_frame.html",
        query=query,
        options=options,
        results=results,
        problem=problem,
        placeholder=options.placeholder or PLACEHOLDER,
        matters=[list(group) for _, group in lines][:_MATTERS],
    )
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = framed_policy()
    return response


@blueprint.get("/embed/accent-<string(length=6):colour>.css")
def accent(colour: str) -> Response:
    """A colour for the page for frames, which allows no inline styles."""
    found = read_options({"accent": f"#{colour}"}).accent
    rule = f".qingdan {{ --accent: {found}; --accent-ink: {ink_on(found)}; }}\n"
    return Response(rule, mimetype="text/css")


@blueprint.errorhandler(RequestError)
def refused(problem: RequestError) -> tuple[str, int]:
    """An address that cannot be served."""
    return render_template("error.html", message=str(problem), status=400), 400


@cache
def _script(folder: Path) -> str:
    """The parts of the script in one function, so that nothing of it is seen by the page around it."""
    styles = json.dumps((folder / "embed.css").read_text(encoding="utf-8"), ensure_ascii=False)
    parts = [(folder / name).read_text(encoding="utf-8") for name in ("combobox.js", "embed.js")]
    return f"(function () {{\n{parts[0]}\nconst STYLE = {styles};\n\n{parts[1]}}})();\n"
