"""What queries mean: legal bases, agencies, spelling, question words, the query language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.present.results import Request
from search.query.citations import Citations
from search.query.law_titles import SHORT_TITLES, read_short_titles
from search.query.reading import Reading
from search.query.syntax import parse_query
from search.snapshot import Snapshot
from tests.conftest import whole
from tokenizer.datafiles import numbered_lines, without_comment
from tokenizer.normalize import normalize


def first(county: Snapshot, query: str) -> str:
    return county.search(Request(query)).hits[0].title


def read(county: Snapshot, query: str) -> Reading:
    return county.understanding.read(parse_query(query))


# -- the query language ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("烟花 爆竹", [["烟花"], ["爆竹"]]),
        ("烟花　爆竹", [["烟花"], ["爆竹"]]),
        ("网吧|歌厅", [["网吧", "歌厅"]]),
        ("网吧 OR 歌厅 或 影院", [["网吧", "歌厅", "影院"]]),
        ("| 网吧 |", [["网吧"]]),
        ('"安全 管理', [["安全"], ["管理"]]),
        ("一键-二维", [["一键-二维"]]),
        ("烟花 - 零售", [["烟花"], ["零售"]]),
        ("烟花 -", [["烟花"], ["-"]]),
        ("部门: 网吧", [["网吧"]]),
        ("", []),
    ],
)
def test_groups(query: str, clauses: list[list[str]]) -> None:
    assert [[clause.text for clause in group] for group in parse_query(query).groups] == clauses


@pytest.mark.parametrize("quotes", ['""', "＂＂", "‘’", "“”", "「」", "『』", "””"])
def test_every_kind_of_quote_makes_a_phrase(quotes: str) -> None:
    [[clause]] = parse_query(f"{quotes[0]}安全 管理{quotes[1]}").groups
    assert (clause.text, clause.phrase) == ("安全 管理", True)


@pytest.mark.parametrize("query", ["部门:公安局", "部门：公安局"])
def test_fields_by_chinese_name(query: str) -> None:
    [[clause]] = parse_query(query).groups
    assert clause.text == "公安局"
    assert clause.zones


@pytest.mark.parametrize("query", ["的", "和 与", "部门:"])
def test_nothing_but_stop_words_asks_for_nothing(county: Snapshot, query: str) -> None:
    assert read(county, query).concepts == ()
    assert county.search(Request(query)).total == 0


def test_a_blank_behind_a_minus_is_no_matter() -> None:
    first, second = parse_query("烟花 - 零售").groups
    assert (first[0].excluded, second[0].excluded) == (False, True)


@pytest.mark.parametrize("query", ["部门:", "body:x", "a:b", "依据： 消防法"])
def test_what_is_no_field_is_words(query: str) -> None:
    assert all(not clause.zones for group in parse_query(query).groups for clause in group)


# -- legal bases -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def citations() -> Citations:
    return Citations([("中华人民共和国禁毒法", ""), ("烟花爆竹安全管理条例", "中华人民共和国国务院令第455号令")])


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("道交法", "道路交通安全法"),  # known by the table, cited or not
        ("校车条例 罚款", "校车安全管理条例"),
        ("烟爆条例", "烟花爆竹安全管理条例"),  # its characters in order
        ("中华人民共和国禁毒法", "禁毒法"),
    ],
)
def test_short_titles(citations: Citations, query: str, title: str) -> None:
    assert title in [form for citation in citations.find(query) for form in citation.forms]


def test_the_table_of_short_titles_is_sound() -> None:
    table = read_short_titles()
    assert len(table) == sum(bool(without_comment(line)) for _, line in numbered_lines(SHORT_TITLES))
    assert all(full.endswith(("法", "条例")) and len(short) < len(full) for short, full in table.items())
    assert not table.keys() & set(table.values())


@pytest.mark.parametrize(
    "query", ["低保标准", "卫生执法", "食品违法", "招生方案", "户口规定", "烟花办法", "禁放条例", "法"]
)
def test_words_that_end_like_a_title_are_words(citations: Citations, query: str) -> None:
    assert citations.find(query) == ()


@pytest.mark.parametrize(
    "query", ["公安部令2009年第3号", "工商总局令第3号", "工商行政管理总局令第3号", "商务部令2009年第3号"]
)
def test_an_order_of_several_issuers_is_found_by_any_of_them(query: str) -> None:
    order = "商务部、公安部、国家工商行政管理总局令2009年第3号"
    found = Citations([("旧货回收办法", order)]).find(query)
    assert order in found[0].forms
    assert "旧货回收办法" in found[0].titles
    assert not any(order in each.forms for each in Citations([("旧货回收办法", order)]).find("公安部令2008年第3号"))


@pytest.mark.parametrize(
    ("query", "forms"),
    [
        ("国办发〔2011〕25号", {"国办发 2011 25号"}),
        ("国办发【2011】 25 号", {"国办发 2011 25号"}),
        ("国务院令第455号", {"国务院令第455号", "国务院令455号", "国务院第455号令"}),
        ("国务院令455", {"国务院令第455号"}),
        ("国务院第四百五十五号令", {"国务院令第455号"}),
        ("中华人民共和国主席令第69号", {"主席令第69号"}),
        ("中华人民共和国禁毒法", {"禁毒法"}),
        ("禁毒法", {"禁毒法"}),
        ("《禁毒法》", {"禁毒法"}),
        ("烟花爆竹安全管理条例第十三条", {"烟花爆竹安全管理条例"}),
    ],
)
def test_citations_in_every_form(citations: Citations, query: str, forms: set[str]) -> None:
    found = {form for citation in citations.find(normalize(query)) for form in citation.forms}
    assert forms <= found


@pytest.mark.parametrize("query", ["国务院令第455号", "国务院令455号", "国务院第455号令"])
def test_a_number_is_known_by_its_title_too(citations: Citations, query: str) -> None:
    [found] = citations.find(normalize(query))
    assert found.titles == ("烟花爆竹安全管理条例",)


@pytest.mark.parametrize("query", ["烟花爆竹", "放鞭炮", "455", "110接处警", "责令停业"])
def test_what_is_no_citation(citations: Citations, query: str) -> None:
    assert citations.find(normalize(query)) == ()


@given(st.text(alphabet="国务院令第455号〔2011〕《》禁毒法条 ", max_size=30))
def test_citations_lie_in_the_query_and_apart(query: str) -> None:
    text = normalize(query)
    found = Citations([("中华人民共和国禁毒法", "主席令第79号")]).find(text)
    assert all(0 <= citation.start < citation.end <= len(text) for citation in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("query", "law"),
    [
        ("国务院令第617号", "校车安全管理条例"),
        ("国务院令617号", "校车安全管理条例"),
        ("校车安全管理条例", "校车安全管理条例"),
        ("禁毒法", "中华人民共和国禁毒法"),
        ("中华人民共和国禁毒法", "中华人民共和国禁毒法"),
    ],
)
def test_a_law_finds_a_matter_that_rests_on_it_first(county: Snapshot, query: str, law: str) -> None:
    best = county.search(Request(query)).hits[0].record
    assert law in [each["title"] for each in best.get("laws", ())]


# -- concepts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "放鞭炮",
        "安监局",
        "国务院令第455号",
        "校车安全管理条例",
        "许可",
        "零售许可审批",
        "烟花暴竹",
        '"安全 管理"',
        "部门:公安局",
        "-零售",
    ],
)
def test_a_piece_of_a_query_means_the_same_concept_each_time(county: Snapshot, query: str) -> None:
    """Not an equal one: what is worked out for a concept is kept by it."""
    alone, beside = (read(county, text) for text in (query, f"{query} 养犬"))
    for concepts, others in (
        (alone.concepts, beside.concepts),
        (alone.required, beside.required),
        (alone.excluded, beside.excluded),
    ):
        assert set(concepts) <= set(others)
    assert alone.concepts or alone.excluded


# -- agencies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [("安监局", "应急管理局"), ("工商局", "市场监督管理局"), ("卫计委", "卫生健康局"), ("环保局", "生态环境局")],
)
def test_an_agency_is_found_by_its_former_name(county: Snapshot, old: str, new: str) -> None:
    former, present = (county.search(Request(name, size=100)) for name in (old, new))
    assert len(present.hits) > 5
    assert {hit.record["id"] for hit in present.hits[:10]} <= {hit.record["id"] for hit in former.hits}


def test_an_agency_and_a_matter_want_both(county: Snapshot) -> None:
    results = county.search(Request("应急局 烟花爆竹"))
    best = results.hits[0].record
    assert "烟花爆竹" in best["matter"]
    assert "应急管理局" in results.agencies[0].canonical


@pytest.mark.lists
def test_the_answer_says_whose_duty_it_is_now(real_lists: Snapshot) -> None:
    lines = real_lists.search(Request("烟花爆竹")).agencies
    now = {line.agency: line.now for line in lines}
    assert now["区安监局"].startswith("现由应急管理局承担")
    assert now["区公安局"] == ""


@pytest.mark.lists
def test_agency_facets_are_canonical_and_filter_by_any_name(real_lists: Snapshot) -> None:
    facet = [each["value"] for each in real_lists.search(Request("烟花爆竹")).facets["agency"]]
    assert "应急管理局" in facet
    assert "区安监局" not in facet
    totals = {
        name: real_lists.search(Request("", {"agency": (name,)})).total for name in ("应急管理局", "区安监局", "安监局")
    }
    assert len(set(totals.values())) == 1


# -- spelling and typing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("烟花暴竹", "烟花爆竹"),
        ("烟花爆竺", "烟花爆竹"),
        ("yanhuabaozhu", "烟花爆竹"),
        ("烟花暴竹 运输", "烟花爆竹 运输"),
        ("食品安泉监管", "食品安全监管"),
    ],
)
def test_a_better_spelling_is_offered_and_used(county: Snapshot, typed: str, better: str) -> None:
    results = county.search(Request(typed))
    assert results.suggestion == better
    assert results.hits[0].record["id"] == county.search(Request(better)).hits[0].record["id"]


@pytest.mark.parametrize(
    "typed",
    [
        "烟花爆竹",
        "455",
        "国务院令第999号",
        "公安局",
        "养犬管理",
        "放鞭炮",
        "KTV",
        "县公安局 犬只",
        "烟花 -零售",
        "2024年",
    ],
)
def test_what_exists_and_numbers_are_left_alone(county: Snapshot, typed: str) -> None:
    assert county.search(Request(typed)).suggestion is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("烟花", "烟花爆竹安全监管"),
        ("烟花爆竹安", "烟花爆竹安全监管"),
        ("爆竹", "烟花爆竹安全监管"),
        ("yanhua", "烟花爆竹安全监管"),
        ("yanhuabao", "烟花爆竹安全监管"),
        ("yanh", "烟花爆竹安全监管"),
        ("yhbz", "烟花爆竹安全监管"),
        ("YHBZ", "烟花爆竹安全监管"),
        ("养犬", "养犬管理"),
        ("yangquan", "养犬管理"),
        ("yqgl", "养犬管理"),
        ("校车", "校车安全管理"),
        ("xiaoche", "校车安全管理"),
        ("xcaq", "校车安全管理"),
        ("殡葬", "殡葬管理"),
        ("binzang", "殡葬管理"),
        ("bzgl", "殡葬管理"),
        ("河道", "河道采砂管理"),
        ("hdcs", "河道采砂管理"),
        ("噪声", "噪声污染防治"),
        ("zaoshengwuran", "噪声污染防治"),
        ("nygl", "农药管理"),
        ("禁毒法", "中华人民共和国禁毒法"),
        ("县公", "县公安局"),
    ],
)
def test_completions(county: Snapshot, typed: str, name: str) -> None:
    assert name in county.suggest(typed)


@pytest.mark.parametrize("typed", ["", " ", "。", "q", "ǖ"])
def test_too_little_to_complete(county: Snapshot, typed: str) -> None:
    assert county.suggest(typed) == []


# -- citizens' words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("放鞭炮归谁管", "烟花爆竹"),
        ("狗咬人找哪个部门", "养犬管理"),
        ("楼下太吵怎么办", "噪声污染防治"),
        ("有人在河里挖沙", "河道采砂管理"),
        ("违建谁来拆", "违法建设"),
        ("饭店油烟扰民", "餐饮油烟"),
        ("烧秸秆谁管", "秸秆禁烧"),
        ("路边摊占道", "占道经营"),
        ("渣土车乱倒", "建筑垃圾"),
        ("网吧让未成年人进", "互联网上网服务营业场所"),
    ],
)
def test_citizens_find_the_matter_first(county: Snapshot, query: str, title: str) -> None:
    results = county.search(Request(query))
    assert title in results.hits[0].title
    assert results.agencies[0].matter == results.hits[0].title


def test_a_service_query_is_answered_by_the_service(county: Snapshot) -> None:
    service = next(record for record in whole(county) if record["kind"] == "service" and record["phone"])
    results = county.search(Request(f"{service['service']} 电话"))
    assert results.hits[0].record["id"] == service["id"]
    assert {line.kind for line in results.agencies} <= {"service", "duty"}  # no matter answers for it


def test_a_synonym_that_matched_is_marked(county: Snapshot) -> None:
    hit = county.search(Request("放鞭炮")).hits[0]
    assert "<mark>烟花爆竹</mark>" in hit.highlights["matter"]


@pytest.mark.lists
def test_every_title_finds_its_own_record(real_lists: Snapshot) -> None:
    """Each 管理事项, 服务事项 and regime title, searched, has its own record (or one of that very title) in the top 3."""
    missed = []
    for record in whole(real_lists):
        title = record.get("matter") or record.get("service") or record.get("regime")
        if not title or len(title) > 200:
            continue
        hits = real_lists.search(Request(title, size=3)).hits
        if record["id"] not in [hit.record["id"] for hit in hits] and title not in [hit.title for hit in hits]:
            missed.append(title)
    assert missed == []
