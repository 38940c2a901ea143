"""Made-up counties: their names, and how a text is moved from the county it was written for to another."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from itertools import product

_FIRST = "安宝长常崇春大德东丰福富高广海和衡洪湖怀惠吉嘉建江金景靖九康乐临灵龙隆梅"
_SECOND = "安昌成城川定都恩丰封港关光海和化江津靖康口乐陵岭宁平坪浦清泉山水泰塘兴阳"
_KINDS = ("县", "区", "市")
_COUNTIES_OF_A_CITY = 8
_SHORTEST = 2  # characters of a name without its 县
_REGION = re.compile(r"(?P<city>.{2,4}?[市州盟])?(?P<county>.+)")
_UNNAMED = re.compile(r"^[县区市](?=[\u4e00-\u9fff])")


class Places:
    """The place names of the real records, and names for made-up ones; `MOST` counties have names of their own."""

    MOST = len(_FIRST) * len(_SECOND) * (_COUNTIES_OF_A_CITY - 1) // _COUNTIES_OF_A_CITY

    def __init__(self, regions: Iterable[str], seed: int) -> None:
        self._cities: set[str] = set()
        self._counties: set[str] = set()
        for region in regions:
            if match := _REGION.fullmatch(region):
                self._counties.add(match["county"])
                self._cities.update(filter(None, [match["city"]]))
        self._short = {name[:-1] for name in self._counties if len(name) > _SHORTEST and name[-1] in _KINDS}
        self._names = ["".join(pair) for pair in product(_FIRST, _SECOND)]
        random.Random(seed).shuffle(self._names)
        names = sorted(self._cities | self._counties | self._short, key=lambda name: (-len(name), name))
        self._printed = re.compile("|".join(map(re.escape, names)) or "(?!)")

    def county(self, number: int) -> County:
        """The made-up county of that number, counted from 0. Raises ValueError where there are no more names."""
        if number >= self.MOST:
            raise ValueError(f"there are names for {self.MOST} counties, no more")
        city = self._names[-1 - number // _COUNTIES_OF_A_CITY] + "市"
        short = self._names[number]
        county = short + _KINDS[number % len(_KINDS)]
        names = (
            dict.fromkeys(self._short, short)
            | dict.fromkeys(self._counties, county)
            | dict.fromkeys(self._cities, city)
        )
        return County(city, county, self._printed, names)

    def names(self, text: str) -> bool:
        """Whether a text holds the name of a real place."""
        return self._printed.search(text) is not None


class County:
    """One made-up county in a made-up city."""

    def __init__(self, city: str, county: str, printed: re.Pattern[str], names: dict[str, str]) -> None:
        self.region = city + county
        self._city = city
        self._county = county
        self._printed = printed
        self._names = names

    def move(self, text: str) -> str:
        """The text with this county's names in place of those printed."""
        return self._printed.sub(lambda match: self._names[match.group()], text)

    def department(self, name: str) -> str:
        """A department's name as this county prints it; 县公安局 and 市公安局 get the place's name."""
        moved = self.move(name)
        if moved != name:
            return moved
        return _UNNAMED.sub(lambda match: self._city if match.group() == "市" else self._county, name)

    def agency(self, name: str) -> str:
        """A party of a matter as this county prints it: 区公安局 is 县公安局 in a 县."""
        moved = self.move(name)
        return moved if moved != name else _UNNAMED.sub(self._county[-1], name)
