"""Residents' certificates: 入住证明 from the register, numbered, sealed by hand."""

from __future__ import annotations

from desk.features.kit import Act, Feature, HouseholdAct, Key, Numbers, PageSpec, Record, SlipKind
from desk.i18n import N_

# L10N: 入住证明在其页面作废（须主管）
_BY_RECORD = N_("A certificate is voided on the page of certificates, by a supervisor.")
_S = "desk.services.certificates:"
_UI = "desk.ui.certificates."

KEYS = (
    Key("Enter", ("Print again",)), Key("Ins", ("Issue a certificate",)),
    Key("Alt+C", ("Residence certificate",), "residence certificate"),
)  # fmt: skip


FEATURE = Feature(
    code="certificates",
    tables=("desk.models.certificates",),
    records=(
        Record(
            "certificate",
            # L10N: 入住证明
            N_("Residence certificate"),
            "desk.models.certificates:Certificate",
            lifecycle="desk.rules.certificates:CYCLE",
            withdraw="desk.services.certificates:withdraw",
        ),
    ),
    numbers=(Numbers("desk.models.certificates:Certificate.number", ("RM",)),),
    slips=(
        SlipKind(
            "certificate",
            "RM",
            N_("Residence certificate"),
            "a4",
            ("a4", "a5"),
            carries="certificate",
            own_void=_BY_RECORD,
            subject=("certificate",),
        ),
    ),
    pages=(
        PageSpec(
            "certificates",
            # L10N: 入住证明
            N_("Residence certificates"),
            _UI + "list:CertificatesPage",
            parent="households",
            targets=("certificates", "certificate"),
            scans=("RM-",),
        ),
    ),
    keys=KEYS,
    homes=("certificate.unit_id",),
    # L10N: 入住证明
    household_acts=(HouseholdAct("certificates", N_("Residence certificate"), "Alt+C", page="certificates", order=70),),
    acts=(
        Act("certificate.show", _S + "certificate", changes=False),
        Act("certificate.list", _S + "certificates", changes=False),
        Act("certificate.residents", _S + "residents", changes=False),
        Act("certificate.issue", _S + "issue_certificate"),
        Act("certificate.void", _S + "void_certificate", role="supervisor"),
    ),
    timeline=(_S + "lines",),
    tour="desk.tour.certificates:tell",
)
