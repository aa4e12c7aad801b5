"""Settings: site, rules, lists, calendar, printing, staff."""
