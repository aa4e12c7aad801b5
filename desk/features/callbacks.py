"""Callbacks: who is called back after the work is done, and the monthly sample of quality."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("callback.due", "desk.services.callbacks:callbacks_due", changes=False),
    Act("callback.check", "desk.services.callbacks:check_callback", changes=False),
    Act("callback.rates", "desk.services.callbacks:rates", changes=False),
    Act("quality.sample", "desk.services.callbacks.quality:sample", changes=False),
    Act("quality.months", "desk.services.callbacks.quality:sample_months", changes=False),
    Act("quality.reproduces", "desk.services.callbacks.quality:reproduces", changes=False),
    Act("callback.record", "desk.services.callbacks:record_callback"),
    Act("callback.reveal", "desk.services.callbacks:phone"),
    Act("quality.draw", "desk.services.callbacks.quality:draw_sample", role="supervisor"),
    Act("quality.visit", "desk.services.callbacks.quality:record_visit"),
)

FEATURE = Feature(code="callbacks", acts=ACTS)
