"""The VIP scheme in force and its numbers, counters and partners (handbook A9, C-2, V8, V12): the door of the feature.

`at(session, day)` gives the scheme of a day inside an act or a question, `current(desk)` that of today. What is dated (a
purchase, a redemption) is reckoned by the scheme of its day. Until a site says otherwise the points scheme is in force.
"""

from desk.services.schemes.editions import (
    Dated,
    EditionView,
    SchemeEntry,
    SchemeView,
    at,
    current,
    dated,
    editions,
    save,
    scheme,
    timeline,
)
from desk.services.schemes.shops import (
    CounterEntry,
    CounterView,
    PartnerEntry,
    PartnerView,
    counter,
    counters,
    partners,
    save_counter,
    save_partner,
)

__all__ = [
    "CounterEntry", "CounterView", "Dated", "EditionView", "PartnerEntry", "PartnerView", "SchemeEntry", "SchemeView", "at",
    "counter", "counters", "current", "dated", "editions", "partners", "save", "save_counter", "save_partner", "scheme",
    "timeline",
]  # fmt: skip
