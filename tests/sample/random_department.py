"""Lists of departments that do not exist, made up by hypothesis, for parsing what nobody thought of."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.sample.county import Department

_NAMES = ("林业局", "水利局", "商务局", "司法局", "民政局", "交通运输局", "城市管理和综合执法局")
_ASPECTS = ("监督检查对象", "监督检查内容", "监督检查方式", "监督检查程序", "监督检查措施", "监督检查处理")
_POINTS = "一二三四五六"

_phrases = st.text(
    "县乡镇村河湖林田水土矿山企业学校消防森林食品药品车辆居民报告登记核发巡查整改", min_size=3, max_size=30
)
_sentences = _phrases.map(lambda text: f"{text}。")


@st.composite
def _pointed(draw: st.DrawFn) -> str:
    """A sentence, or a lead and numbered points on lines of their own."""
    points = draw(st.lists(_phrases, max_size=4))
    if len(points) < 2:
        return draw(_sentences)
    ended = [f"（{number}）{point}；" for number, point in zip(_POINTS, points, strict=False)]
    return "\n".join([f"{draw(_phrases)}：", *ended[:-1], ended[-1][:-1] + "。"])


@st.composite
def _basis(draw: st.DrawFn) -> tuple[str, list[dict[str, str]]]:
    """A legal basis as printed, and the laws in it."""
    titles = draw(st.lists(_phrases, max_size=3, unique=True))
    laws, printed = [], []
    for number, title in enumerate(titles, start=1):
        order = draw(st.integers(0, 999))
        law = {"title": f"{title}条例", "number": f"国务院令第{order}号" if order else ""}
        laws.append(law)
        printed.append(f"{number}、《{law['title']}》{'（' + law['number'] + '）' if order else ''}。")
    return "\n".join(printed), laws


@st.composite
def _boundary(draw: st.DrawFn) -> dict[str, Any]:
    basis, laws = draw(_basis())
    agencies = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5, unique=True))
    return {
        "matter": f"{draw(_phrases)}监管",
        "basis": basis,
        "laws": laws,
        "case": draw(st.one_of(st.just(""), _sentences)),
        "parties": [{"agency": f"县{agency}", "role": draw(_pointed())} for agency in agencies],
    }


@st.composite
def _regime(draw: st.DrawFn) -> dict[str, Any]:
    texts = draw(st.lists(_pointed(), min_size=2, max_size=len(_ASPECTS)))
    return {
        "regime": f"{draw(_phrases)}监管制度",
        "lead": draw(st.one_of(st.just(""), _sentences)),
        "sections": [{"heading": aspect, "text": text} for aspect, text in zip(_ASPECTS, texts, strict=False)],
    }


_duty = st.fixed_dictionaries(
    {
        "duty": _sentences,
        "rows": st.lists(
            st.fixed_dictionaries({"item": _pointed(), "note": st.one_of(st.just(""), _phrases)}),
            min_size=1,
            max_size=4,
        ),
    }
)
_service = st.fixed_dictionaries(
    {
        "service": _phrases.map(lambda text: f"{text}服务"),
        "content": _sentences,
        "office": _phrases.map(lambda text: f"{text}股"),
        "phone": st.integers(5500000, 5599999).map(lambda number: f"0000-{number}"),
    }
)


@st.composite
def random_departments(draw: st.DrawFn) -> Department:
    """A department with at least one record of each kind."""
    data = {
        "department": f"示例县{draw(st.sampled_from(_NAMES))}",
        "aliases": draw(st.sampled_from([[], ["示例县粮食局"]])),
        "duties": draw(st.lists(_duty, min_size=1, max_size=5)),
        "boundaries": draw(st.lists(_boundary(), min_size=1, max_size=4)),
        "supervision": draw(st.lists(_regime(), min_size=1, max_size=4)),
        "services": draw(st.lists(_service, min_size=1, max_size=4)),
    }
    return Department("random", data)
