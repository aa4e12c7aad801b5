"""The 入住证明: who lives where since when, by the register of the centre."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Field, Passage, Slip


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says; texts are finished, days written out."""

    number: str
    name: str
    document: str
    room: str
    role: str
    since: str
    purpose: str
    addressee: str
    day: str
    staff: str = ""


def certificate(facts: CertificateFacts, head: PaperHead) -> Slip:
    """The certificate, to be sealed."""
    with speaking(head.language):
        # L10N: 兹证明 {name}（{document}）为本小区 {room} {role}，自 {since} 起居住至今。
        words = _(
            "This is to certify that {name} ({document}) lives in {room} of this community as {role}, since {since}."
        )
        if not facts.since:
            # L10N: 兹证明 {name}（{document}）为本小区 {room} {role}，现居住于此。
            words = _("This is to certify that {name} ({document}) lives in {room} of this community as {role}.")
        document = facts.document or _("no document on file")
        said = words.format(name=facts.name, document=document, room=facts.room, role=facts.role, since=facts.since)
        return head.slip(
            "certificate",
            # L10N: 入住证明
            _("Residence certificate"),
            facts.number,
            body=(
                # L10N: 致：{addressee}
                Passage(_("To: {addressee}").format(addressee=facts.addressee), bold=True)
                if facts.addressee
                # L10N: 致：有关单位
                else Passage(_("To whom it may concern"), bold=True),
                Passage(said, indent=True),
                # L10N: 本证明仅供 {purpose} 使用，依据本中心登记资料出具，不作产权证明。
                Passage(
                    _(
                        "For {purpose} only. It is written by the register of this centre and is no proof of ownership."
                    ).format(purpose=facts.purpose),
                    indent=True,
                ),
                Passage(head.site, right=True),
                Passage(facts.day, right=True),
            ),
            # L10N: 经办人
            after=(Field(_("Handled by"), facts.staff, span=12),),
            seals=(_("Service centre (seal)"),),
        )


__all__ = ["CertificateFacts", "certificate"]
