"""VIP schemes: the levels, prices, points and ladders of a site by their editions; its counters and partner merchants."""

from __future__ import annotations

from desk.features import Act, Feature, OwnList
from desk.i18n import N_

_S = "desk.services.schemes:"
FEATURE = Feature(
    code="schemes",
    tables=("desk.models.schemes",),
    lists=(
        # L10N: 商品类型
        OwnList("goods_types", N_("Kinds of goods")),
    ),
    acts=(
        Act("scheme.show", _S + "scheme", changes=False),
        Act("scheme.standard", _S + "standard", changes=False),
        Act("scheme.editions", _S + "editions", changes=False),
        Act("scheme.save", _S + "save", role="manager"),
        Act("counter.list", _S + "counters", changes=False),
        Act("counter.save", _S + "save_counter", role="supervisor"),
        Act("partner.list", _S + "partners", changes=False),
        Act("partner.save", _S + "save_partner", role="supervisor"),
    ),
)
