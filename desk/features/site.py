"""The site: set-up, settings, lists, holidays, backup, and the tables that every act stands on."""

from __future__ import annotations

from desk.features import Due, Feature, PageSpec, PolicyKey, Record
from desk.i18n import N_

# L10N: 备份
_BACKUP = N_("Backup")

FEATURE = Feature(
    code="site",
    tables=("desk.models.records", "desk.models.site", "desk.models.finder.tables"),
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
    due=(Due("backup", N_("Latest backup"), "desk.services.site.due:backup", urgent=True, standing=True, order=99),),
)
