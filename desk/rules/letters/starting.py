"""The program's own texts to begin with: neutral, short, one for each occasion of the desk. A site takes them over as drafts (handbook S3)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _


@dataclass(frozen=True, slots=True)
class StartingText:
    """A text: its name, kind, for whom, and the words with placeholders."""

    name: str
    kind: str
    text: str
    customers: str = "any"


def texts() -> tuple[StartingText, ...]:
    """The texts, in the language in force."""
    return (*_service(), *_money(), *_greetings())


def _service() -> tuple[StartingText, ...]:
    return (
        StartingText(
            # L10N: 核对联系方式
            _("Contact details to check"),
            "service",
            # L10N: 尊敬的{称呼}：⏎为便于紧急情况下与您联系，请您核对 {房号} 登记的电话和紧急联系人。如有变动，请在方便时告知前台或致电服务热线。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "so that we can reach you in an emergency, please check the telephone numbers and the emergency "
                "contact on file for {房号}. If anything has changed, tell the front desk or call our hotline when it "
                "suits you.\n"
                "{落款}\n"
                "{日期}"
            ),
        ),
        StartingText(
            # L10N: 服务变更告知
            _("Change of a service"),
            "notice",
            # L10N: 尊敬的{称呼}：⏎本中心的服务安排将有调整，具体内容和时间以随函说明为准。如对您的生活有影响，请与前台联系，我们会尽力协助。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "some of our services will change; what and when is said in the sheet enclosed. If it makes "
                "difficulties for you, please talk to the front desk and we shall help as well as we can.\n"
                "{落款}\n"
                "{日期}"
            ),
        ),
        StartingText(
            # L10N: 单位客户联系函
            _("Letter to a company"),
            "service",
            # L10N: {称呼}：⏎感谢贵方一直以来的配合。请将 {房号} 现任联系人、电话和值班安排书面告知本中心，以便双方在日常和紧急情况下及时联系。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "thank you for working well with us. Please tell us in writing who is your contact for {房号}, with "
                "telephone number and hours, so that we reach each other in daily matters and in an emergency.\n"
                "{落款}\n"
                "{日期}"
            ),
            "company",
        ),
        StartingText(
            # L10N: 承租人须知
            _("Note for tenants"),
            "service",
            # L10N: 尊敬的{称呼}：⏎欢迎入住 {房号}。请在方便时到前台登记同住人员和车辆；需要报修、查询收费或办理物品放行时，也请与前台联系。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "welcome to {房号}. Please register the people and vehicles of your home at the front desk when it "
                "suits you; come to us as well for repairs, questions about charges, or goods that leave the house.\n"
                "{落款}\n"
                "{日期}"
            ),
            "tenant",
        ),
    )


def _money() -> tuple[StartingText, ...]:
    return (
        StartingText(
            # L10N: 缴费提醒函
            _("Payment reminder"),
            "dunning",
            # L10N: 尊敬的{称呼}：⏎截至 {日期}，{房号} 尚有费用 {金额} 未缴，可能是您一时未及办理。请在方便时缴纳；如已缴纳，请忽略本函。如有疑问或困难，请与前台联系。⏎{落款}
            _(
                "Dear {称呼},\n"
                "on {日期} fees of {金额} for {房号} were still open. It may have slipped your mind: please pay when it "
                "suits you, and ignore this letter if you have paid. If you have a question, or are in difficulty, "
                "please talk to the front desk.\n"
                "{落款}"
            ),
        ),
    )


def _greetings() -> tuple[StartingText, ...]:
    return (
        StartingText(
            # L10N: 生日贺卡
            _("Birthday card"),
            "greeting",
            # L10N: {称呼}：⏎祝您生日快乐，身体健康，万事顺意。⏎{落款}⏎{日期}
            _("Dear {称呼},\nhappy birthday! We wish you good health and a good year.\n{落款}\n{日期}"),
        ),
        StartingText(
            # L10N: 节日贺卡
            _("Holiday card"),
            "greeting",
            # L10N: {称呼}：⏎值此佳节，祝您和家人平安喜乐。节日期间前台照常值守，有事请随时联系。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "we wish you and your family a happy and peaceful holiday. The front desk is there for you on these "
                "days too.\n"
                "{落款}\n"
                "{日期}"
            ),
        ),
        StartingText(
            # L10N: 降温提醒
            _("Cold spell"),
            "greeting",
            # L10N: {称呼}：⏎近日气温明显下降，请注意添衣保暖，出门留意路面结冰，家中用火用电请多加小心。如需帮助，请联系前台。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "it will be much colder in the next days. Please keep warm, mind ice on the paths, and take care "
                "with fire and heaters at home. If you need help, call the front desk.\n"
                "{落款}\n"
                "{日期}"
            ),
        ),
        StartingText(
            # L10N: 活动邀请
            _("Invitation"),
            "news",
            # L10N: 尊敬的{称呼}：⏎服务中心将举办社区活动，诚邀您参加，时间和地点见随函说明。如不希望再收到此类函件，请告知前台。⏎{落款}⏎{日期}
            _(
                "Dear {称呼},\n"
                "we should like to invite you to an event in the community; time and place are in the sheet "
                "enclosed. If you do not wish to get such letters, please tell the front desk.\n"
                "{落款}\n"
                "{日期}"
            ),
        ),
    )


__all__ = ["StartingText", "texts"]
