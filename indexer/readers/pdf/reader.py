"""Read a PDF in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from indexer.model.blocks import Place
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.pdf.wire import decode

_HEADER = 1024  # bytes in which the header stands
_SECONDS = 25  # of processor time; the clock may run a little longer
_PATIENCE = 28  # seconds by the clock
_MEMORY = 900 * 1024 * 1024
_TOO_SLOW = f"PDF 文件太大或结构异常，{_SECONDS} 秒内没有读完，请拆分后再导入"
_STOPPED = "PDF 文件已损坏、结构异常或过大，读取中断"
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)  # how a process ends that the system stopped for its time
_WORKER = "indexer.readers.pdf.worker"
_ROOT = Path(__file__).resolve().parents[3]


def is_pdf(data: bytes) -> bool:
    """Whether `data` is a PDF by its header, which may stand behind some bytes of another program."""
    return re.search(rb"%PDF-\d", data[:_HEADER]) is not None


def read_pdf(data: bytes, name: str) -> Document:
    """The blocks of a PDF that has a text layer; each place is a page.

    Pages without text are reported as problems. Raises UnreadableFileError where no page has text, and for a
    file that is encrypted, damaged, or cannot be read within the limits.
    """
    answer = _ask_worker(data)
    if error := answer.get("error"):
        raise UnreadableFileError(error)
    problems = (
        Problem(name, Place(page=page), ProblemKind.UNREADABLE_PAGE, message) for page, message in answer["problems"]
    )
    return Document(name, decode(answer["blocks"]), tuple(problems))


def _ask_worker(data: bytes) -> dict[str, Any]:
    """What the worker process answers for a file. Raises UnreadableFileError where it gives no answer."""
    command = [sys.executable, "-m", _WORKER, str(_MEMORY), str(_SECONDS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, cwd=_ROOT, check=True)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(_TOO_SLOW) from error
    except subprocess.CalledProcessError as error:
        raise UnreadableFileError(_TOO_SLOW if error.returncode == _OUT_OF_TIME else _STOPPED) from error
    except OSError as error:
        raise UnreadableFileError(f"无法启动读取 PDF 的程序：{error.strerror}") from error
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
