"""A clerk in a process of its own, who logs requests as fast as the disk allows, until it is killed.

Prints one number on a line as soon as the act is finished.
"""

import sys
from pathlib import Path

from desk.app import open_desk
from desk.services.demo import sit_down
from desk.services.requests import log_request, proposed_promise
from desk.services.requests.views import RequestEntry

desk = open_desk(Path(sys.argv[1]))
sit_down(desk)
entry = RequestEntry(
    kind="repair",
    channel="phone",
    unit_id=1,
    caller_name="单雄风",
    category="leak",
    content="厨房水管接头渗漏" * 20,
    severity="urgent",
    repeated_back=True,
    promised_at=proposed_promise(desk, "urgent"),
)
log_request(desk, entry)  # loads what the first act loads, so that the kills fall into the saving
print("ready", flush=True)
while True:
    print(log_request(desk, entry).number, flush=True)
