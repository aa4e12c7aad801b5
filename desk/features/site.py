"""The site: set-up, buildings, lists, holidays, settings, backups; and the finder."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("finder.find", "desk.services.finder:find", changes=False),
    Act("site.buildings", "desk.services.site:buildings", changes=False),
    Act("site.counts", "desk.services.site:counts", changes=False),
    Act("catalogue.entries", "desk.services.site.catalogue:entries", changes=False),
    Act("holidays.editions", "desk.services.site.holidays:editions", changes=False),
    Act("holidays.edition", "desk.services.site.holidays:edition", changes=False),
    Act("holidays.show-hours", "desk.services.site.holidays:hours", changes=False),
    Act("site.check", "desk.services.site.check:check", changes=False),
    Act("site.make", "desk.services.site:ensure_site", role=""),
    Act("site.set-up", "desk.services.site:set_up", role=""),
    Act("site.change", "desk.services.site:change_site"),
    Act("site.add-building", "desk.services.site:add_building", role="manager"),
    Act("site.setting", "desk.services.site:change_setting"),
    Act("catalogue.add", "desk.services.site.catalogue:add_entry", role="supervisor"),
    Act("catalogue.rename", "desk.services.site.catalogue:rename_entry", role="supervisor"),
    Act("catalogue.change", "desk.services.site.catalogue:change_entry", role="supervisor"),
    Act("catalogue.retire", "desk.services.site.catalogue:retire_entry", role="supervisor"),
    Act("catalogue.restore", "desk.services.site.catalogue:restore_entry", role="supervisor"),
    Act("holidays.change", "desk.services.site.holidays:change_table", role="manager"),
    Act("holidays.change-year", "desk.services.site.holidays:change_year", role="manager"),
    Act("holidays.hours", "desk.services.site.holidays:change_hours", role="manager"),
    Act("backup.make", "desk.services.site.backup:backup"),
)

FEATURE = Feature(code="site", acts=ACTS)
