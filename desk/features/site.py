"""The site: set-up, settings, lists, holidays, backup, and the tables that every act stands on."""

from __future__ import annotations

from desk.features.kit import EXPORTED, LOOKED, Act, Due, Feature, GuideStep, Key, PageSpec, PolicyKey, Record, Undo
from desk.i18n import N_

# L10N: 备份
_BACKUP = N_("Backup")
_GUIDE = "desk.services.site.guide:"

# L10N: 撤销后可重新办理：录入的内容没有丢失。
_UNDONE = Undo(instead=N_("What was undone is done again by the act itself: nothing typed is lost."), aside=True)
# L10N: 初始设置不能撤销：请在设置中更改。
_SITE = Undo(instead=N_("The set-up is not undone: change it in the settings."))
# L10N: 备份不改变数据；不需要的副本请在文件夹中删除。
_COPY = Undo(instead=N_("A copy changes nothing here; delete it in its folder when it is not wanted."), aside=True)
# L10N: 恢复前的数据已自动另存：如需撤销，请恢复那一份。
_ASKED = Undo(instead=N_("Before a restore the data is kept as a copy: restore that one."))
# L10N: 密码不能撤销：请再次设置密码。
_PASSWORD = Undo(instead=N_("A password is not undone: set another one."))
# L10N: 旧的恢复码已失效：请再生成一个并妥善保管。
_CODE = Undo(instead=N_("The code before is out of force: make another one and keep it safe."))
# L10N: 添加的文件不能直接撤销：请移除，并写明原因。
_FILE = Undo(instead=N_("A file is not taken back by itself: remove it and say why."))
# L10N: 文件已不在，请重新粘贴。
_GONE = Undo(instead=N_("The file is gone: paste it again."))

ACTS = (
    Act("file.list", "desk.services.site.record_files:files_of", changes=False),
    Act("import.problems-export", "desk.services.kit.workbooks.marked:keep_problems", undo=EXPORTED),
    Act("file.look", "desk.services.kit.attachments:for_viewing", undo=LOOKED),
    Act("file.add", "desk.services.site.record_files:add_file", undo=_FILE),
    Act("file.remove", "desk.services.site.record_files:remove_file", undo=_GONE),
    Act("finder.find", "desk.services.finder:find", changes=False),
    Act("site.buildings", "desk.services.site:buildings", changes=False),
    Act("site.counts", "desk.services.site:counts", changes=False),
    Act("catalogue.entries", "desk.services.site.catalogue:entries", changes=False),
    Act("holidays.editions", "desk.services.site.holidays:editions", changes=False),
    Act("holidays.edition", "desk.services.site.holidays:edition", changes=False),
    Act("holidays.show-hours", "desk.services.site.holidays:hours", changes=False),
    Act("site.check", "desk.services.site.check:check", changes=False),
    Act("undo.offered", "desk.services.undo:offered", changes=False),
    Act("undo.last", "desk.services.undo:undo", undo=_UNDONE),
    Act("site.make", "desk.services.site:ensure_site", role="", undo=_SITE),
    Act("site.set-up", "desk.services.site:set_up", role="", undo=_SITE),
    Act("site.change", "desk.services.site:change_site"),
    Act("site.add-building", "desk.services.site:add_building", role="manager"),
    Act("site.rename-building", "desk.services.site:rename_building", role="manager"),
    Act("site.rules", "desk.services.site.policy:change_rules", role="manager"),
    Act("site.setting", "desk.services.site:change_setting"),
    Act("catalogue.add", "desk.services.site.catalogue:add_entry", role="supervisor"),
    Act("catalogue.rename", "desk.services.site.catalogue:rename_entry", role="supervisor"),
    Act("catalogue.change", "desk.services.site.catalogue:change_entry", role="supervisor"),
    Act("catalogue.retire", "desk.services.site.catalogue:retire_entry", role="supervisor"),
    Act("catalogue.restore", "desk.services.site.catalogue:restore_entry", role="supervisor"),
    Act("holidays.change", "desk.services.site.holidays:change_table", role="manager"),
    Act("holidays.change-year", "desk.services.site.holidays:change_year", role="manager"),
    Act("holidays.hours", "desk.services.site.holidays:change_hours", role="manager"),
    Act("backup.make", "desk.services.site.backup:backup", undo=_COPY),
    Act("backup.second", "desk.services.site.second:second_copy", undo=_COPY),
    Act("backup.restore-asked", "desk.services.site.restore:ask", role="manager", undo=_ASKED),
    Act("site.show-places", "desk.services.site.places:show", changes=False),
    Act("site.places", "desk.services.site.places:change_places", role="manager"),
    Act("site.show-encryption", "desk.services.site.encryption:state", changes=False),
    Act("site.password", "desk.services.site.encryption:change_password", role="manager", undo=_PASSWORD),
    Act("site.recovery-code", "desk.services.site.encryption:new_recovery_code", role="manager", undo=_CODE),
)

KEYS = (
    Key("Del", ("Retire", "Stop offering")), Key("Enter", ("Change", "Open the rooms", "Restore")),
    Key("Ins", ("Add a building", "Add")), Key("Ctrl+E", ("Change",)), Key("Ctrl+O", ("Open the folder",)),
    Key("Ctrl+P", ("Test grid",)), Key("Ctrl+PgDown", ("Next part",)), Key("Ctrl+PgUp", ("Previous part",)),
)  # fmt: skip


FEATURE = Feature(
    code="site",
    keys=KEYS,
    acts=ACTS,
    guide=(
        # L10N: 备份一份到 U 盘或共享
        GuideStep("copied", N_("Make a backup on a second place"), "settings:backup", _GUIDE + "copied", 5),
        # L10N: 填写服务热线
        GuideStep("telephones", N_("Enter the hotline"), "settings:site", _GUIDE + "telephones", 7),
    ),
    hooks={"put_back": "desk.services.site.catalogue:put_back"},
    tables=("desk.models.records", "desk.models.attachments", "desk.models.site", "desk.models.finder.tables"),
    records=(
        # L10N: 中心信息
        Record("site", N_("The centre"), "desk.models.site:Site", title="name"),
        # L10N: 节假日版本
        Record("holidays", N_("Holidays"), "desk.models.site:HolidayEdition", title="version"),
    ),
    policy=(
        # L10N: 每日备份保留（天）
        PolicyKey("backup.days", "int", N_("Daily backups kept (days)"), _BACKUP, 1, 366),
        # L10N: 每周备份保留（周）
        PolicyKey("backup.weeks", "int", N_("Weekly backups kept (weeks)"), _BACKUP, 0, 520),
        # L10N: 每月备份保留（月）
        PolicyKey("backup.months", "int", N_("Monthly backups kept (months)"), _BACKUP, 0, 240),
    ),
    pages=(
        # L10N: 设置
        PageSpec(
            "settings", N_("Settings"), "desk.ui.settings.page:SettingsPage", icon="settings", targets=("settings",)
        ),
    ),
    # L10N: 最近备份
    due=(
        Due("backup", N_("Latest backup"), "desk.services.site.due:backup", urgent=True, standing=True, order=99),
        # L10N: 查阅记录待复核
        Due(
            "access-review",
            N_("Access log to be reviewed"),
            "desk.services.site.due:access_review",
            order=97,
            role="manager",
        ),
        # L10N: 第二备份
        Due("second-copy", N_("Copy in a second place"), "desk.services.site.due:second", order=98),
    ),
)
