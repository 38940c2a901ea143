"""Where settings come from: `qingdan.toml` beside the program, and environment variables, which go before it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from settings.model import HOME, Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PREFIX = "QINGDAN_"
CONFIG = "QINGDAN_CONFIG"  # names another file
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_USUAL = "默认"


class SettingsError(ValueError):
    """Settings that cannot be used; each line says where what is wrong, in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The settings in force, and of each where it comes from."""

    settings: Settings
    origins: Mapping[str, str]


class _Given(NamedTuple):
    """A value that somebody gave, and where; paths are seen from `base`."""

    name: str
    value: Any
    place: str
    base: Path


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in force. Raises SettingsError."""
    return settle(environ).settings


def settle(environ: Mapping[str, str]) -> Settled:
    """The settings in force, with their origins. Raises SettingsError, which names all that is wrong."""
    readers = {each.name: each.metadata["read"] for each in fields(Settings)}
    path = Path(environ[CONFIG]) if environ.get(CONFIG) else HOME / "qingdan.toml"
    values: dict[str, Any] = {}
    origins = dict.fromkeys(readers, _USUAL)
    faults: list[str] = []
    for given in [*_of_file(path, bool(environ.get(CONFIG))), *_of_environment(environ)]:
        if given.name not in readers:
            faults.append(f"{given.place}：没有“{given.name}”这项设置，可选：{'、'.join(readers)}")
            continue
        try:
            found = readers[given.name](given.value)
        except ValueError as error:
            faults.append(f"{given.place}：{given.name} 的值“{given.value}”不能用，{error}")
            continue
        values[given.name] = given.base / found if isinstance(found, Path) else found
        origins[given.name] = given.place
    if faults:
        raise SettingsError("\n".join(faults))
    return Settled(Settings(**values), origins)


def _of_file(path: Path, named: bool) -> Iterator[_Given]:
    """What the file says, with its lines. Only a file that somebody named has to be there."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if named:
            raise SettingsError(f"{path}：没有这个设置文件（由 {CONFIG} 指定）") from None
        return
    except OSError as error:
        raise SettingsError(f"{path}：设置文件无法读取（{error.strerror}）") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}：设置文件不是 UTF-8 编码，请另存为 UTF-8") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = f"第 {place[1]} 行" if place and place[1] else "末尾"
        raise SettingsError(f'{path} {line}：不是正确的 TOML，应写成 名称 = 值，如 host = "0.0.0.0"') from None
    for name, value in values.items():
        yield _Given(name, value, f"{path} 第 {_line(text, name)} 行", path.parent)


def _line(text: str, name: str) -> int:
    """The line on which a name is given its value."""
    found = re.search(rf"""^[ \t]*\[*[ \t]*["']?{re.escape(name)}["']?[ \t]*[=\].]""", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _of_environment(environ: Mapping[str, str]) -> Iterator[_Given]:
    """What the environment says; a variable that is empty says nothing, one that is no setting may be another's."""
    for each in fields(Settings):
        variable = PREFIX + each.name.upper()
        if environ.get(variable, "").strip():
            yield _Given(each.name, environ[variable], f"环境变量 {variable}", Path())
