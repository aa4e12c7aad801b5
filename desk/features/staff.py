"""Staff: who may sit at the counter, roles and PINs."""

from __future__ import annotations

from desk.features.kit import Act, Feature, GuideStep, PolicyKey, Record, Undo
from desk.i18n import N_

# L10N: 登录
_SIGN_IN = N_("Sign-in")
_GUIDE = "desk.services.site.guide:"

# L10N: 密码不能撤销：请重新设置密码；其他内容请在人员页上改回。
_PIN = Undo(instead=N_("A PIN is not undone: set another one; change the rest back on the page of the staff."))
# L10N: 旧的恢复码已失效：请再生成一个并妥善保管。
_CODE = Undo(instead=N_("The code before is out of force: make another one and keep it safe."))
# L10N: 签到、签退和授权已记录，不能撤销。
_HERE = Undo(instead=N_("Who was at the counter stays on record: sign out, or in again."), aside=True)

ACTS = (
    Act("staff.list", "desk.services.staff:staff_list", changes=False),
    Act("staff.add", "desk.services.staff:add_staff", role="manager"),
    Act("staff.change", "desk.services.staff:change_staff", role="manager", undo=_PIN),
    Act("staff.retire", "desk.services.staff:retire", role="manager"),
    Act("staff.set-pin", "desk.services.staff:set_pin", undo=_PIN),
    Act("staff.recovery-code", "desk.services.staff:new_recovery_code", role="manager", undo=_CODE),
    Act("staff.recover", "desk.services.staff:recover", role="", undo=_PIN),
    Act("staff.sign-in", "desk.services.staff:sign_in", role="", undo=_HERE),
    Act("staff.approvers", "desk.services.staff:approvers", changes=False),
    Act("staff.approve", "desk.services.staff:approve", undo=_HERE),
    Act("staff.sign-out", "desk.services.staff:sign_out", undo=_HERE),
)

FEATURE = Feature(
    code="staff",
    acts=ACTS,
    tables=("desk.models.staff",),
    # L10N: 人员（员工）
    records=(Record("staff", N_("Member of staff"), "desk.models.staff:Staff", title="name"),),
    guide=(
        # L10N: 登记同事，各有自己的密码
        GuideStep("staff", N_("Enter your colleagues, each with a PIN"), "settings:staff", _GUIDE + "staff", 2),
        # L10N: 生成恢复码，放进保险柜
        GuideStep("recovery", N_("Put a recovery code into the safe"), "settings:staff", _GUIDE + "recovery", 6),
    ),
    policy=(
        # L10N: 离开几分钟后锁定；0 表示不锁定
        PolicyKey("staff.idle_minutes", "int", N_("Lock when idle (minutes)"), _SIGN_IN, 0, 480),
        # L10N: PIN 码最短位数
        PolicyKey("staff.pin_length", "int", N_("Shortest PIN (digits)"), _SIGN_IN, 4, 12),
        # L10N: PIN 码可错次数
        PolicyKey("staff.pin_attempts", "int", N_("Wrong PINs before locking"), _SIGN_IN, 1, 20),
        # L10N: 锁定时间（分钟）
        PolicyKey("staff.lock_minutes", "int", N_("Locked for (minutes)"), _SIGN_IN, 1, 1440),
    ),
)
