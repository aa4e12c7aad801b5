"""Households: rooms, the people in them, their papers."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("household.show", "desk.services.households:household", changes=False),
    Act("household.units", "desk.services.households:units", changes=False),
    Act("household.caller", "desk.services.households.callers:caller", changes=False),
    Act("household.residents", "desk.services.households.callers:residents", changes=False),
    Act("household.check-person", "desk.services.households:check_person", changes=False),
    Act("household.duplicates", "desk.services.households:duplicates", changes=False),
    Act("household.register-card-preview", "desk.services.households:register_card_preview", changes=False),
    Act("household.register", "desk.services.households:register_person"),
    Act("household.change", "desk.services.households:change_person"),
    Act("household.reveal", "desk.services.households:reveal"),
    Act("household.person-for-edit", "desk.services.households:person_for_edit"),
    Act("household.give-consent", "desk.services.households:give_consent"),
    Act("household.withdraw-consent", "desk.services.households:withdraw_consent"),
    Act("household.end-stay", "desk.services.households:end_stay"),
    Act("household.unit", "desk.services.households:change_unit"),
    Act("household.vehicle", "desk.services.households:add_vehicle"),
    Act("household.end-vehicle", "desk.services.households:end_vehicle"),
    Act("household.dossier", "desk.services.households:set_dossier"),
    Act("household.attach", "desk.services.households:attach"),
    Act("household.register-card", "desk.services.households:register_card"),
)

FEATURE = Feature(code="households", acts=ACTS)
