"""The application factory."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError, TooManyRequests

from records.kinds import KINDS
from search.caches import ResultCache
from search.generation_cache import GenerationCache
from search.library import NoIndexError
from search.opensearch.library import EngineAwayError, library_of
from settings.model import Settings
from settings.sources import read_settings
from web.http.compress import compress
from web.http.json_provider import FastJSONProvider
from web.http.observing import Observer
from web.http.proxies import Placed
from web.http.rates import Rates
from web.http.site_headers import SiteHeaders
from web.requests.addresses import NameConverter, path_for
from web.routes import about, api, browse, checks, discovery, embed, exports, operation, pages
from web.routes import elder_mode as view_mode
from web.routes import matrix as matrix_page
from web.views import filters as template_filters
from web.views.answer import MOST_PANELS
from web.views.hits import DIRECTORIES, TAG_NAMES

HOME = Path(__file__).resolve().parent.parent
_AGAIN = 5  # seconds after which a request may be made again
_LARGEST_BODY = 64 * 1024  # bytes of a request
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")  # what whoever runs the site calls it by when looking after it


def create_app(index_dir: Path | None = None, settings: Settings | None = None) -> Flask:
    """The web application over the index in `index_dir` (default: that of the settings).

    `settings` are the environment's unless given; where they name an engine, its index is searched instead.

    It only reads; where there is no index yet, pages and API answer 503 until there is one.
    """
    settings = settings or read_settings(os.environ)
    app = Flask("qingdan", template_folder=str(HOME / "templates"), static_folder=str(HOME / "static"))
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    app.config["TRUSTED_HOSTS"] = [*settings.hosts, *_THIS_MACHINE] if settings.hosts else None
    app.json = FastJSONProvider(app)
    app.extensions["settings"] = settings
    app.extensions["library"] = library_of(settings, index_dir or settings.index)
    app.extensions["results"] = ResultCache(settings.result_cache)
    app.extensions["rates"] = Rates(settings)
    app.extensions["panels"] = GenerationCache(MOST_PANELS)
    app.jinja_env.globals.update(kinds=KINDS, tag_names=TAG_NAMES, plural=DIRECTORIES, url_for=path_for)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["name"] = NameConverter
    for part in (
        api,
        pages,
        browse,
        about,
        view_mode,
        template_filters,
        exports,
        matrix_page,
        discovery,
        embed,
        operation,
        checks,
    ):
        app.register_blueprint(part.blueprint)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NoIndexError, _no_index)
    app.register_error_handler(EngineAwayError, _away)
    app.register_error_handler(Exception, _broken)
    observer = app.extensions["observer"] = Observer(settings)
    app.before_request(observer.begin)
    app.after_request(observer.end)
    app.after_request(compress)
    app.before_request(app.extensions["rates"].check)
    app.wsgi_app = Placed(SiteHeaders(app.wsgi_app, settings), settings)  # type: ignore[method-assign]
    return app


_MESSAGES = {
    403: "这里只供管理人员使用",
    404: "没有找到这个页面",
    405: "不支持这种请求方式",
    413: "请求内容太大",
    429: "请求太频繁，请稍等一会儿再试",
}


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, SecurityError):
        return Response("本网站不用这个主机名，请核对网址\n", 400, content_type="text/plain; charset=utf-8")
    response = make_response(_error(_MESSAGES.get(status, "请求无法处理"), status))
    if isinstance(error, TooManyRequests):
        response.retry_after = error.retry_after
    return response


def _no_index(error: NoIndexError) -> tuple[Response | str, int]:
    return _error(str(error), 503)


def _away(error: EngineAwayError) -> Response:
    """The engine does not answer: it may soon."""
    response = current_app.make_response(_error(str(error), 503))
    response.headers["Retry-After"] = str(_AGAIN)
    return response


def _broken(error: Exception) -> tuple[Response | str, int]:
    current_app.logger.error("请求 %s 出错", g.id, exc_info=error)
    return _error(f"服务器出错了，请稍后再试（编号 {g.id}）", 500)


def _error(message: str, status: int) -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        return api.error(message), status
    name = (request.view_args or {}).get("name", "")  # the matter, law … that there is not: worth a search
    return render_template("error.html", message=message, status=status, query=name), status
