"""VIP schemes: the levels, prices, points and ladders of a site by their editions; its counters and partner merchants."""

from __future__ import annotations

from desk.features.kit import Act, Feature, Key, OwnList, PageSpec, Record, Undo
from desk.i18n import N_

_S = "desk.services.schemes:"
# L10N: 方案已生效，不能撤销：请再启用一版新的方案。
_EDITION = Undo(instead=N_("An edition that is in force is not undone: put another one in force."))

KEYS = (
    Key("Enter", ("Change",)), Key("Ins", ("Add a counter", "Add a partner")), Key("Ctrl+E", ("Change the numbers",)),
    Key("Ctrl+Shift+N", ("Switch the scheme",)),
)  # fmt: skip


FEATURE = Feature(
    code="schemes",
    tables=("desk.models.schemes",),
    records=(
        # L10N: 会员制度版本
        Record("scheme", N_("Edition of the scheme"), "desk.models.schemes:SchemeEdition", title="code"),
        # L10N: 专柜
        Record("shop-counter", N_("Counter (shop)"), "desk.models.schemes:ShopCounter", title="name"),
        # L10N: 特约商户
        Record("partner", N_("Partner merchant"), "desk.models.schemes:Partner", title="name"),
    ),
    pages=(
        # L10N: 会员制度
        PageSpec(
            "vip-scheme", N_("VIP scheme"), "desk.ui.schemes.page:SchemePage", parent="settings", targets=("scheme",)
        ),
        PageSpec("shop-counters", N_("Counters of the shops"), "desk.ui.schemes.shops:CountersPage", parent="settings"),
        # L10N: 特约商户
        PageSpec("partners", N_("Partner merchants"), "desk.ui.schemes.shops:PartnersPage", parent="settings"),
    ),
    lists=(
        # L10N: 商品类型
        OwnList("goods_types", N_("Kinds of goods")),
    ),
    keys=KEYS,
    acts=(
        Act("scheme.show", _S + "scheme", changes=False),
        Act("scheme.editions", _S + "editions", changes=False),
        Act("scheme.save", _S + "save", role="manager", undo=_EDITION),
        Act("counter.list", _S + "counters", changes=False),
        Act("counter.save", _S + "save_counter", role="supervisor"),
        Act("partner.list", _S + "partners", changes=False),
        Act("partner.save", _S + "save_partner", role="supervisor"),
    ),
    hooks={"member_handbook": "desk.services.schemes.shops:handbook"},
)
