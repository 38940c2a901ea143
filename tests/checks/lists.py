"""Small lists of records for checks: without faults, until a test plants one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checks.corpus import Corpus
from checks.finding import Finding
from checks.run import findings

REGION = "示例省平湖县"
POLICE, MARKETS, HEALTH = "平湖县公安局", "平湖县市场监督管理局", "平湖县卫生健康委员会"

Made = dict[str, Any]


class County:
    """Records of made-up lists, given their ids and lines as they are added."""

    def __init__(self) -> None:
        self.records: list[Made] = []

    def add(self, kind: str, department: str, fields: Made, file: str = "") -> str:
        """Add a record; gives its id."""
        record_id = f"{kind}-{len(self.records):016x}"
        self.records.append(
            {
                "id": record_id,
                "kind": kind,
                "region": REGION,
                "department": department,
                "department_aliases": [],
                "seq": str(len(self.records) + 1),
                **fields,
                "source": {"file": file or f"{department}.txt", "line": 10 * (len(self.records) + 1)},
            }
        )
        return record_id

    def matter(self, matter: str, department: str = POLICE, file: str = "", **changes: Any) -> str:
        """Add a matter that two agencies share, the first of them leading."""
        fields = {
            "matter": matter,
            "parties": [
                {"agency": "县公安局", "role": "牵头负责现场秩序。"},
                {"agency": "县市场监督管理局", "role": "检查经营者的执照。"},
            ],
            "basis": "《中华人民共和国行政处罚法》第十五条。",
            "laws": [{"title": "中华人民共和国行政处罚法", "number": ""}],
            "case": "某店主被举报一事。",
        }
        return self.add("boundary", department, fields | changes, file)

    def duty(self, duty: str, department: str = POLICE, file: str = "") -> str:
        """Add a duty."""
        return self.add("duty", department, {"duty": duty, "item": "", "office": "", "note": ""}, file)

    def service(self, service: str, department: str = POLICE, file: str = "", **changes: Any) -> str:
        """Add a service that says everything."""
        fields = {
            "service": service,
            "content": "在大厅办理。",
            "office": "办公室",
            "phone": "0730-2233445",
            "time": "工作日",
        }
        return self.add("service", department, fields | changes, file)

    def regime(self, regime: str, headings: Iterable[str], department: str = POLICE) -> str:
        """Add a regime with sections."""
        sections = [{"heading": heading, "text": "按年度计划进行。"} for heading in headings]
        return self.add("supervision", department, {"regime": regime, "sections": sections})

    def found(self, files: Iterable[Made] = ()) -> list[Finding]:
        """All findings."""
        return list(findings(Corpus(self.records, list(files))))

    def kinds(self) -> dict[str, int]:
        """How many findings of each kind there are."""
        found: dict[str, int] = {}
        for each in self.found():
            found[each.kind] = found.get(each.kind, 0) + 1
        return found


def whole_county() -> County:
    """A county without faults: lists of three departments that agree."""
    county = County()
    for department in (POLICE, MARKETS):
        county.duty(f"查处辖区内由{department}主管的各类违法经营行为", department)
        county.matter("集贸市场秩序维护", department)
        county.matter("早点摊位整治", department)
        county.regime("对摊位的监督检查", ["监督检查对象", "监督检查内容", "监督检查方式"], department)
        county.service("摊位证办理", department)
        county.service("摊位证年检", department)
    return county
