"""Workers: who does the jobs, with trades and shifts, without a sign-in."""

from __future__ import annotations

from desk.features.kit import Act, Feature, OwnList, Record
from desk.i18n import N_

_S = "desk.services.workers:"

FEATURE = Feature(
    code="workers",
    tables=("desk.models.workers",),
    # L10N: 工人
    records=(Record("worker", N_("One who does the jobs"), "desk.models.workers:Worker", title="name"),),
    # L10N: 工种
    lists=(OwnList("crew_trades", N_("Crew trades")),),
    acts=(
        Act("worker.list", _S + "workers", changes=False),
        Act("worker.candidates", _S + "candidates", changes=False),
        Act("worker.add", _S + "add_worker", role="supervisor"),
        Act("worker.change", _S + "change_worker", role="supervisor"),
        Act("worker.retire", _S + "retire_worker", role="supervisor"),
        Act("worker.restore", _S + "restore_worker", role="supervisor"),
    ),
)
