"""What a test document of shared matters is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Matter:
    """What one matter of a document should come out as."""

    matter: str
    parties: list[tuple[str, str]]
    basis: str = ""
    case: str = ""


@dataclass(frozen=True)
class Page:
    """A document as text, and what it says."""

    name: str
    text: str
    matters: list[Matter]


DOGS = [
    ("区公安局", "负责犬只登记和伤人事件的调查处理。"),
    ("区农业农村局", "负责犬只免疫和疫情监测。"),
    ("区城市管理局", "负责查处街道遛犬不清理粪便的行为。"),
]
KITES = [
    ("县教育体育局", "指导放风筝比赛的组织工作。"),
    ("县公安局", "查处在机场净空区放风筝的行为。"),
]
OIL = [("市商务局", "负责成品油零售经营的行业管理；"), ("市应急管理局", "负责加油站安全生产的监督检查；")]
