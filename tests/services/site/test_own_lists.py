"""What a site changes itself: entries of lists, holidays, service hours, saved filters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk import catalog, i18n
from desk.app import open_desk
from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.services import requests, site
from desk.services.kit.desk import Desk
from desk.services.requests import RequestFilter
from desk.services.requests import filters as request_filters
from desk.services.requests import moves as request_moves
from desk.services.site import catalogue, holidays
from tests.services.request_site import given_out, log, problems, resolved


def provisional_years(desk: Desk) -> tuple[int, ...]:
    """This year and the next, as far as their holidays are not published."""
    year = desk.today().year
    return tuple(each for each in (year, year + 1) if not desk.holidays.knows(each))


@pytest.fixture
def chief(desk: Desk, staff_of_site) -> Desk:
    desk.actor = staff_of_site.supervisor
    return desk


@pytest.fixture
def manager(desk: Desk, staff_of_site) -> Desk:
    desk.actor = staff_of_site.manager
    return desk


# ------------------------------------------------------------------------------------------------------------- lists
def test_an_added_category_is_offered_and_printed(chief, events):
    added = catalogue.add_entry(
        chief, "categories", labels={"zh_CN": "充电桩", "en": "Charging posts"}, kinds=["repair"]
    )
    assert (added.own, added.retired, added.kinds, added.group, added.label) == (
        True,
        False,
        ("repair",),
        "service",
        "充电桩",
    )
    assert added.code in {choice.code for choice in catalog.catalog("categories")}
    logged = log(chief, kind="repair", category=added.code)
    assert logged.category == added.code
    assert catalog.label("categories", added.code) == "充电桩"
    i18n.set_language("zh_TW")
    assert catalog.label("categories", added.code) == "充电桩", "a language without words of its own shows the others"
    assert events("catalogue.add")[0].data["after"]["labels"]["en"] == "Charging posts"


def test_a_renamed_entry_keeps_its_code(chief, events):
    renamed = catalogue.rename_entry(chief, "problems", "leaking", labels={"zh_CN": "跑冒滴漏"})
    assert (renamed.code, renamed.label, renamed.changed, renamed.own) == ("leaking", "跑冒滴漏", True, False)
    assert renamed.labels["en"] == "Leaking"
    assert events("catalogue.rename")[0].data["before"]["zh_CN"] == "漏水"
    moved = catalogue.change_entry(chief, "categories", "pets", kinds=["complaint"], group="safety")
    assert (moved.kinds, moved.group, moved.label) == (("complaint",), "safety", "宠物")


def test_a_retired_entry_is_not_offered_but_keeps_its_words(chief):
    logged = log(chief, category="pets")
    assert catalogue.retire_entry(chief, "categories", "pets").retired
    assert "pets" not in {choice.code for choice in catalog.catalog("categories")}
    assert "pets" not in {entry.code for entry in catalogue.entries(chief, "categories", retired=False)}
    assert "pets" in {entry.code for entry in catalogue.entries(chief, "categories")}
    assert catalog.label("categories", "pets") == "宠物"
    with pytest.raises(InvalidInput) as refused:
        log(chief, category="pets")
    assert problems(refused) == {"category": "unknown"}
    # What was taken down before goes on with it.
    assert request_moves.confirm(chief, logged.id, confirmed="属实", category="pets").category == "pets"
    assert not catalogue.restore_entry(chief, "categories", "pets").retired
    log(chief, category="pets")


def test_the_changes_are_there_when_the_site_is_opened_again(chief, site_place):
    code = catalogue.add_entry(chief, "places", labels={"zh_CN": "天台"}).code
    catalog.use_list_changes(())
    chief.database.close()
    again = open_desk(chief.data, site_place if isinstance(site_place, str) else None)
    try:
        assert catalog.label("places", code) == "天台"
        assert [entry.code for entry in catalogue.entries(again, "places") if entry.own] == [code]
    finally:
        again.database.close()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"labels": {"zh_CN": " "}}, {"label": "required"}),
        ({"labels": {"zh_CN": "宠物"}}, {"label": "taken"}),
        ({"labels": {"zh_CN": "长" * 41}}, {"label": "long"}),
        ({"labels": {"zh_CN": "新"}, "code": "pets"}, {"code": "taken"}),
        ({"labels": {"zh_CN": "新"}, "code": "Pets!"}, {"code": "code"}),
        ({"labels": {"zh_CN": "新"}, "kinds": ["tea"]}, {"kinds": "unknown"}),
        ({"labels": {"zh_CN": "新"}, "group": "tea"}, {"group": "unknown"}),
    ],
)
def test_a_wrong_entry_is_refused_beside_its_field(chief, values, expected):
    before = catalogue.entries(chief, "categories")
    with pytest.raises(InvalidInput) as refused:
        catalogue.add_entry(chief, "categories", **values)
    assert problems(refused) == expected
    assert catalogue.entries(chief, "categories") == before


def test_only_a_supervisor_changes_lists_and_only_some(desk, staff_of_site):
    with pytest.raises(NotAllowed):
        catalogue.add_entry(desk, "places", labels={"zh_CN": "天台"})
    desk.actor = staff_of_site.supervisor
    for act in (
        lambda: catalogue.add_entry(desk, "kinds", labels={"zh_CN": "茶"}),
        lambda: catalogue.rename_entry(desk, "places", "tea", labels={"zh_CN": "茶"}),
        lambda: catalogue.entries(desk, "states"),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(DeskError) as refused:
        catalogue.retire_entry(desk, "places", "other")
    assert refused.value.code == "last"


# ---------------------------------------------------------------------------------------------------------- holidays
def test_next_years_holidays_are_added_and_open_requests_reckoned_anew(manager, clock, events):
    clock.now = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai
    job = given_out(manager, promised_at=clock() + timedelta(days=9))
    before = next(each for each in job.clocks if each.code == "resolution")
    assert before.provisional
    assert "2027" in before.note
    assert "2027" in "".join(slips_text(manager, job.slips[-1].number))
    assert provisional_years(manager) == (2027,)
    saved = holidays.change_year(manager, 2027, off=["01-01..01-03"], makeup=[], source="国办通知", note="元旦")
    assert (saved.version, saved.note, 2027 in saved.years) == ("2026.2", "元旦", True)
    now = requests.request(manager, job.id)
    after = next(each for each in now.clocks if each.code == "resolution")
    assert (after.provisional, after.note) == (False, "")
    assert after.due > before.due, "the centre opens for fewer hours on holidays"
    assert requests.requests(manager).rows[0].due_at is not None
    assert provisional_years(manager) == ()
    assert [each.version for each in holidays.editions(manager)] == ["2026.2", "2026.1"]
    assert holidays.edition(manager, 0)["version"] == "2026.1"
    assert holidays.edition(manager, saved.id)["years"]["2027"] == {"off": ["01-01..01-03"], "makeup": []}
    assert events("holidays.change")[0].data["years"] == [2027]


def slips_text(desk: Desk, number: str) -> list[str]:
    from desk.services import slips

    return slips.slip_content(desk, number).texts()


def test_a_wrong_table_is_refused_and_nothing_changes(manager):
    table = holidays.table(manager)
    for year, off, field in ((2027, ["13-01"], "years.2027.off"), (2027, ["02-05..02-01"], "years.2027.off")):
        with pytest.raises(InvalidInput) as refused:
            holidays.change_year(manager, year, off=off, makeup=[])
        assert [problem.field for problem in refused.value.problems] == [field]
    with pytest.raises(InvalidInput) as refused:
        holidays.change_table(manager, holidays.edition(manager, 0))
    assert problems(refused) == {"version": "taken"}
    assert holidays.table(manager) == table
    assert len(holidays.editions(manager)) == 1
    with pytest.raises(NotFound):
        holidays.edition(manager, 9)


def test_the_programs_table_knows_this_year(desk):
    assert provisional_years(desk) == (2027,)
    assert holidays.warnings({"version": "1", "updated": "2026-01-01", "years": {"2027": {"off": []}}})[0].warning


def test_only_the_manager_changes_holidays_and_hours(chief):
    with pytest.raises(NotAllowed):
        holidays.change_year(chief, 2027, off=["01-01"], makeup=[])
    with pytest.raises(NotAllowed):
        holidays.change_hours(chief, holidays.hours(chief))


def test_service_hours_move_what_is_due(manager, clock):
    job = given_out(manager, promised_at=clock() + timedelta(days=9))
    before = next(each for each in job.clocks if each.code == "resolution")
    hours = {**holidays.hours(manager), "sat": [], "sun": []}
    holidays.change_hours(manager, hours)
    after = next(each for each in requests.request(manager, job.id).clocks if each.code == "resolution")
    assert after.due > before.due
    assert holidays.hours(manager) == hours
    with pytest.raises(InvalidInput) as refused:
        holidays.change_hours(manager, {**hours, "mon": ["18:00-08:00"]})
    assert problems(refused) == {"mon": "hours"}
    assert holidays.hours(manager) == hours


def test_other_allowances_move_what_lists_know_to_be_due(manager, clock):
    given_out(manager, promised_at=clock() + timedelta(days=9))
    before = requests.requests(manager).rows[0].due_at
    site.change_setting(manager, "policy.requests.response_minutes.normal", 30)
    assert requests.requests(manager).rows[0].due_at == clock() + timedelta(minutes=30) < before


def test_emergencies_run_round_the_clock(desk, clock):
    clock.now = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)  # 22:00
    job = given_out(desk, severity="emergency", promised_at=clock() + timedelta(days=1))
    due = next(each for each in job.clocks if each.code == "resolution").due
    assert due == clock() + timedelta(hours=4)


# ----------------------------------------------------------------------------------------------------------- filters
def test_filters_have_names_and_counts(desk, staff_of_site):
    mine = log(desk)
    desk.actor = staff_of_site.manager
    theirs = resolved(desk)
    desk.actor = staff_of_site.supervisor
    assert requests.requests(desk, RequestFilter(mine=True)).rows[0].id == theirs.id
    desk.actor = staff_of_site.receptionist
    assert [row.id for row in requests.requests(desk, RequestFilter(mine=True)).rows] == [mine.id]
    assert [each.code for each in request_filters.saved_filters(desk)] == [
        "mine", "overdue", "at-risk", "on-hold", "callback", "unreturned",
    ]  # fmt: skip
    saved = request_filters.save_filter(desk, "一栋 噪声", RequestFilter(state="all", category="noise", building_id=1))
    assert request_filters.saved_filters(desk)[-1] == saved
    assert saved.own
    counts = request_filters.filter_counts(desk)
    assert (counts["mine"], counts["callback"], counts["unreturned"], counts[saved.code]) == (1, 1, 1, 2)
    desk.actor = staff_of_site.manager
    assert len(request_filters.saved_filters(desk)) == 6, "each has their own"
    desk.actor = staff_of_site.receptionist
    request_filters.drop_filter(desk, saved.code)
    for code in (saved.code, "mine"):
        with pytest.raises(NotFound):
            request_filters.drop_filter(desk, code)


def test_a_filter_without_a_name_is_not_saved(desk):
    with pytest.raises(InvalidInput) as refused:
        request_filters.save_filter(desk, "  ", RequestFilter())
    assert problems(refused) == {"name": "required"}
    with pytest.raises(InvalidInput):
        request_filters.save_filter(desk, "长" * 21, RequestFilter())
    assert len(request_filters.saved_filters(desk)) == 6


def test_holds_that_ran_out_are_listed(desk, clock):
    job = given_out(desk)
    request_moves.hold(desk, job.id, reason="parts", until=clock() + timedelta(hours=1))
    assert requests.requests(desk, RequestFilter(state="on-hold")).total == 1
    assert requests.requests(desk, RequestFilter(state="hold-over")).total == 0
    clock.forward(hours=1, seconds=1)
    assert [row.id for row in requests.requests(desk, RequestFilter(state="hold-over"), sort="hold").rows] == [job.id]


def test_papers_of_a_file_are_added_renamed_and_retired(chief):
    from desk.services.households.read import papers

    before = list(papers())
    code = catalogue.add_entry(chief, "dossier", labels={"zh_CN": "宠物登记证"}).code
    assert list(papers()) == [*before, code]
    assert catalogue.rename_entry(chief, "dossier", code, labels={"zh_CN": "养犬登记证"}).label == "养犬登记证"
    assert papers()[code] == "养犬登记证"
    catalogue.retire_entry(chief, "dossier", before[0])
    assert list(papers()) == [*before[1:], code]
