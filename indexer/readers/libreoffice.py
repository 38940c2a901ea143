"""LibreOffice as a converter: files in formats of old → .docx or .xlsx, in a process of its own with limits."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from indexer.model.problems import UnreadableFileError

_SECONDS = 25
_MEMORY = 3_000_000  # kilobytes of address space; an idle LibreOffice maps over a million
_FILE_BLOCKS = 600_000  # the largest file that it may write, in blocks of 512 bytes
_NAMES = ("soffice", "libreoffice")
# Named, a filter refuses a damaged file; left to guess, LibreOffice would take it for plain text.
_FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "wordml": "MS Word 2003 XML",
    "xls": "MS Excel 97",
    "xlsb": "Calc MS Excel 2007 Binary",
    "ods": "calc8",
    "excelml": "MS Excel 2003 XML",
}

# No macros, no active content, nothing fetched from elsewhere: the file is not trusted.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_VALUES = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


def find_libreoffice() -> str | None:
    """The LibreOffice program on the PATH, or None."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)


def convert(data: bytes, kind: str, target: str, seconds: float = _SECONDS) -> bytes:
    """`data`, a file of this kind (`doc`, `xls`, `rtf` …), as a file of the target kind (`docx` or `xlsx`).

    Raises UnreadableFileError where LibreOffice is not installed, takes too long or cannot read the file.
    """
    program = find_libreoffice()
    if program is None:
        raise UnreadableFileError(
            f"读取这种文件（{kind}）要用 LibreOffice，本机没有安装。请安装后重试"
            f"（Debian、Ubuntu：apt install libreoffice-writer libreoffice-calc），或者先另存为 .{target}"
        )
    with tempfile.TemporaryDirectory(prefix="qingdan-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        source, result = home / f"source.{kind}", home / "out" / f"source.{target}"
        source.write_bytes(data)
        _write_profile(home / "profile")
        _run(_command(program, home, source, target), home, seconds)
        if not result.is_file():
            raise UnreadableFileError(f"LibreOffice 无法读取这个文件（{kind}），可能已损坏")
        return result.read_bytes()


def _write_profile(profile: Path) -> None:
    items = "\n".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _VALUES)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")


def _command(program: str, home: Path, source: Path, target: str) -> list[str]:
    """The command line of a conversion, under a shell that sets the limits first."""
    limits = f'ulimit -v {_MEMORY}; ulimit -f {_FILE_BLOCKS}; exec "$0" "$@"'
    options = ["--headless", "--norestore", "--nologo", "--nolockcheck"]
    options.append(f"-env:UserInstallation={(home / 'profile').as_uri()}")
    kind = source.suffix[1:]
    if kind in _FILTERS:
        options.append(f"--infilter={_FILTERS[kind]}")
    options += ["--convert-to", target, "--outdir", str(home / "out"), str(source)]
    return ["/bin/sh", "-c", limits, program, *options]


def _run(command: list[str], home: Path, seconds: float) -> None:
    """Run a conversion; everything it started is killed when the time is up."""
    path = os.environ.get("PATH", os.defpath)
    environment = {"PATH": path, "HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(f"LibreOffice 在 {seconds:g} 秒内没有转换完这个文件") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
