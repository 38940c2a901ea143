"""Shares of running text: whose they are, where one ends, and who leads."""

from __future__ import annotations

import pytest

from indexer.vocabulary.shares import lead_in, leads_named, shares_in

_STATED = {
    "县城管局负责收容；县公安局予以配合。": [("县城管局", "负责收容；", None), ("县公安局", "予以配合。", False)],
    "县林业局牵头护林，县公安局负责办案。": [("县林业局", "牵头护林", True), ("县公安局", "负责办案。", None)],
    "县林业局负责护林，火灾由县应急管理局组织扑救。": [
        ("县林业局", "负责护林", None),
        ("县应急管理局", "火灾由县应急管理局组织扑救。", None),
    ],
    "县公安局负责登记，会同县城管局巡查，无人认领的，由县民政局负责收养。": [
        ("县公安局", "负责登记，会同县城管局巡查", None),
        ("县民政局", "无人认领的，由县民政局负责收养。", None),
    ],
    "市场内的摊贩由县市场监管局负责管理；占道的，由县城管局负责清理。": [
        ("县市场监管局", "市场内的摊贩由县市场监管局负责管理；", None),
        ("县城管局", "占道的，由县城管局负责清理。", None),
    ],
    "县水利局负责调度。县公安局出动警力维持秩序。": [
        ("县水利局", "负责调度。", None),
        ("县公安局", "出动警力维持秩序。", None),
    ],
    "县水利局根据规划，负责收储，根据县应急管理局的指令调出。": [
        ("县水利局", "根据规划，负责收储，根据县应急管理局的指令调出。", None)
    ],
}


@pytest.mark.parametrize("text", _STATED)
def test_each_agency_has_its_own_share(text: str) -> None:
    assert [(share.agency, share.role, lead_in(share.role, "护林")) for share in shares_in(text)] == _STATED[text]


@pytest.mark.parametrize(
    "text", ["本规定由县委编办负责解释。", "违反规定的，由有关部门负责处理。", "涉及税收的由县税务局办理"]
)
def test_a_passive_that_shares_out_nothing(text: str) -> None:
    assert shares_in(text) == ()


def test_who_leads_a_part_does_not_lead_the_whole() -> None:
    assert lead_in("牵头开展巡护宣传；负责办案。", "护林") is None
    assert lead_in("配合县林业局护林；负责林区道路交通秩序。", "护林") is None


def test_labels_tell_who_leads() -> None:
    assert leads_named("牵头部门：县应急管理局 配合部门：县水利局、县公安局") == {
        "县应急管理局": True,
        "县水利局": False,
        "县公安局": False,
    }
    assert leads_named("牵头部门：见附件 配合部门：县水利局") == {}
