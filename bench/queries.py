"""What is asked: judged queries or a built-in list, queries that were never asked before, and queries by length."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.relevance import REAL
from bench.texts import title_and_body
from search.present.results import LONGEST_QUERY
from tokenizer.normalize import normalize
from tokenizer.words import Words

LENGTHS = (1, 2, 5, 10, 20, 50, 100, LONGEST_QUERY)
_OF_A_LENGTH = 8  # queries
_BUILT_IN = (
    "烟花爆竹",
    "放鞭炮归谁管",
    "养犬 登记",
    "狗咬人了找谁",
    "公安局 网吧",
    "网吧让未成年人进去玩",
    "国务院令第455号",
    "烟花爆竹安全管理条例",
    "校车安全管理条例",
    "校车",
    "学校食堂食品安全",
    "食品安全 学校",
    "小餐馆油烟扰民",
    "夜里工地施工噪声",
    "广场舞 噪声",
    "违法建设",
    "占道经营",
    "路边摊谁来管",
    "垃圾分类",
    "污水直排河道",
    "河道采砂",
    "取水许可",
    "农村饮水安全",
    "秸秆焚烧",
    "假种子 假农药",
    "农药经营许可",
    "动物检疫",
    "病死猪 无害化处理",
    "电梯坏了没人修",
    "特种设备安全监察",
    "价格欺诈",
    "预付卡 退款",
    "传销",
    "危险化学品 运输",
    "应急管理局 森林防火",
    "医疗废物",
    "非法行医",
    "卫健委 托育机构",
    "养老机构 备案",
    "孤儿 救助",
    "流浪乞讨人员",
    "低保怎么办理",
    "校外培训机构退费",
    "民办幼儿园 审批",
    "yanhua",
)
_FORMS = ("{0}", "{0} {1}", "{0} {1} {2}", "{0}归谁管", "{0}{1}")


def usual_queries() -> Sequence[str]:
    """The judged queries where they are on this machine, else the built-in ones."""
    judged = REAL / "queries" / "judged.jsonl"
    if not judged.exists():
        return _BUILT_IN
    return [json.loads(line)["query"] for line in judged.read_text(encoding="utf-8").splitlines() if line.strip()]


class NewQueries:
    """Queries made of words of the records' titles, and text of any length made of their words."""

    def __init__(self, records: Sequence[Mapping[str, Any]], seed: int = 1) -> None:
        words = Words()
        self._seed = seed
        self._title_words = [
            word for record in records for word, _, _ in words.cut(normalize(title_and_body(record)[0]))
        ]
        bodies = (normalize(title_and_body(record)[1]) for record in records)
        self._words = [word for body in bodies for word, _, _ in words.cut(body)]

    def stream(self) -> Iterator[str]:
        """Queries without end, each once, the same ones every time."""
        chance = random.Random(self._seed)
        asked: set[str] = set()
        while True:
            query = chance.choice(_FORMS).format(*(chance.choice(self._title_words) for _ in range(3)))
            if query not in asked:
                asked.add(query)
                yield query

    def by_length(self) -> dict[int, list[str]]:
        """For each length, queries of so many characters, cut from the records' words."""
        chance = random.Random(self._seed)
        longest = max(LENGTHS)
        texts = ["".join(chance.choices(self._words, k=longest)) for _ in range(_OF_A_LENGTH)]
        return {length: [text[:length] for text in texts] for length in LENGTHS}
