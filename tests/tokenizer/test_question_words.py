"""Question words: what is taken off a query, what stays, and the faults of the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenizer.datafiles import SynonymError
from tokenizer.normalize import normalize
from tokenizer.question_words import load_question_words
from tokenizer.words import Words

QUESTIONS = load_question_words()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("query", "rest", "intents"),
    [
        ("放鞭炮归谁管", "放鞭炮", ("who",)),
        ("请问养狗办证归哪个部门管", "养狗办证", ("who",)),
        ("小区电梯坏了找谁", "小区电梯坏了", ("who",)),
        ("老板拖欠工资怎么办", "老板拖欠工资", ("how",)),
        ("楼下烧烤店油烟太大该找哪个部门投诉", "烧烤店油烟太大 投诉", ("who", "wants_report")),
        ("邻居违章搭建去哪里举报", "邻居违章搭建", ("wants_report",)),
        ("河里有人偷偷挖沙举报电话是多少", "河里 偷偷挖沙", ("wants_phone",)),
        ("民政局电话", "民政局", ("wants_phone",)),
        ("110宣传日 电话", "110宣传日", ("wants_phone",)),
        ("法律服务 承办机构", "法律服务", ("who",)),
        ("孩子上小学需要什么材料", "孩子上小学", ("how",)),
        ("我想知道低保怎么申请", "低保", ("how",)),
        ("我家附近的工厂天天冒黑烟谁来管啊", "工厂 冒黑烟", ("who",)),
        ("学校门口乱停车没人管", "学校门口乱停车", ("who",)),
        ("网吧接纳未成年人由谁负责", "网吧接纳未成年人", ("who",)),
        ("有没有免费的法律援助", "免费 法律援助", ()),
        ("烟花爆竹运输许可哪个部门核发", "烟花爆竹运输许可 核发", ("who",)),
        ("捡到弃婴怎么办", "捡到弃婴", ("how",)),
        ("坐的士被绕路了向哪个部门投诉", "坐的士被绕路了", ("wants_report",)),
        ("遛狗不牵绳违法吗", "遛狗不牵绳", ("wants_basis",)),
        ("村里垃圾没人清理应该找谁", "村里垃圾没人清理", ("who",)),
        ("农村建房在哪里办手续", "农村建房 手续", ("how",)),
        ("婚姻登记处几点上班", "婚姻登记处", ("when",)),
        ("办身份证要多久", "办身份证", ("when",)),
        ("食品经营许可证怎么办理", "食品经营许可证", ("how",)),
        ("我要投诉广场舞扰民", "广场舞扰民", ("wants_report",)),
        ("消费投诉", "消费投诉", ()),
        ("电话诈骗归谁管？", "电话诈骗", ("who",)),
        ("举报有奖励吗", "举报有奖励", ("wants_report",)),
        ("吗啡由哪个部门监管", "吗啡 监管", ("who",)),
        ("船舶所有人安全生产是谁的责任", "船舶所有人安全生产", ("who",)),
        ("非常住人口登记咋办", "非常住人口登记", ("how",)),
        ("谁主管谁负责", "谁主管谁负责", ()),
        ("目的地停车场", "目的地停车场", ()),
        ("申请教师资格", "申请教师资格", ()),
        ("医疗机构执业许可的事中事后监管", "医疗机构执业许可 事中事后监管", ()),
    ],
)
def test_questions_as_people_ask_them(query: str, rest: str, intents: tuple[str, ...]) -> None:
    assert QUESTIONS.split(normalize(query)) == (rest, intents)


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("车子怎么报废", "车子 报废"),
        ("被骗了怎么报案", "被骗了 报案"),
        ("怎么领养孩子", "领养孩子"),
        ("怎么报", "怎么报"),
        ("低保怎么申请", "低保"),
        ("谁管道路", "道路"),
        ("如何报名", "报名"),
    ],
)
def test_question_words_do_not_eat_into_the_next_word(query: str, rest: str) -> None:
    assert QUESTIONS.split(query, Words().ends)[0] == rest


@pytest.mark.parametrize(
    ("query", "intents"),
    [("怎么办", ("how",)), ("归谁管？", ("who",)), ("请问 举报电话", ("wants_phone",)), ("", ()), ("？！", ())],
)
def test_a_query_is_never_taken_whole(query: str, intents: tuple[str, ...]) -> None:
    assert QUESTIONS.split(query) == (query, intents)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["谁", "的", "怎么办", "举报", "电话", "请问", "黑车", "小区", "吗啡", "a1"])).map(
            "".join
        ),
    )
)
def test_a_split_only_takes_away(text: str) -> None:
    rest, intents = QUESTIONS.split(text)
    assert len(intents) == len(set(intents))
    assert not {"filler", "keep"} & set(intents)
    left = iter(text)
    assert all(character == " " or character in left for character in rest)
    if any(map(str.isalnum, text)):
        assert any(map(str.isalnum, rest))


def test_a_plus_leaves_the_word_and_tells_the_intent(tmp_path: Path) -> None:
    path = write(tmp_path / "q.txt", "## wants_report 举报\n+举报\n怎么举报\n## keep\n举报奖励\n")
    questions = load_question_words(path)
    assert len(questions) == 3
    assert questions.split("黑车举报") == ("黑车举报", ("wants_report",))
    assert questions.split("黑车怎么举报") == ("黑车", ("wants_report",))
    assert questions.split("举报奖励") == ("举报奖励", ())


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("归谁管", 1, "前面没有分类标题"),
        ("## 谁管\n归谁管", 1, "没有“谁管”这个分类"),
        ("## who\n归谁管\n\n## how\n归谁管", 5, "“归谁管”写了两次"),
        ("## who\n+", 2, "有空词"),
    ],
)
def test_a_fault_of_a_question_words_file_is_named(tmp_path: Path, text: str, line: int, fault: str) -> None:
    with pytest.raises(SynonymError) as caught:
        load_question_words(write(tmp_path / "q.txt", text))
    assert caught.value.faults[0].line == line
    assert fault in caught.value.faults[0].text
