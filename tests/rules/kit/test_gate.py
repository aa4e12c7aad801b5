"""What is left in the way of an act, and who may do without it."""

from __future__ import annotations

from desk.rules.kit.gate import Obstacle, standing, waiver_role

TYPED = Obstacle("result", "写明结果。", field="result")
CALL = Obstacle("callback", "先回访。", settle="callback", settle_words="现在回访", waivable_by="supervisor")
DEBT = Obstacle("debt", "有欠费。", waivable_by="manager")
FIRM = Obstacle("running", "还在施工。")


def test_a_field_settles_its_obstacle_and_a_reason_waives_one():
    everything = (TYPED, CALL, DEBT, FIRM)
    assert standing(everything) == everything
    assert standing(everything, {"result": " "}, {"callback": "", "debt": " "}) == everything
    assert standing(everything, {"result": "好"}, {"callback": "出国", "running": "算了"}) == (DEBT, FIRM)


def test_the_highest_role_waives():
    assert waiver_role((CALL, DEBT), ("callback",)) == "supervisor"
    assert waiver_role((CALL, DEBT), ("callback", "debt")) == "manager"
    assert waiver_role((CALL, FIRM), ("running",)) == ""


def test_an_obstacle_is_told_beside_what_settles_it():
    assert (TYPED.problem().code, TYPED.problem().field) == ("required", "result")
    assert (CALL.problem().code, CALL.problem().field) == ("callback", "callback")
