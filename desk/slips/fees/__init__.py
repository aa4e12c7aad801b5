"""The papers of fees: 缴费通知单, 催缴通知单, 对账单, 预计应收款明细, 抄表单 (handbook B1, B2.1, B3, S1, S2): the door of the feature.

Each speaks to one household about its own debts only: there is no paper that shows those of several (PIPL 25).
"""

from desk.slips.fees.bill import BillFacts, BillLine, bill_slip
from desk.slips.fees.dunning import DunningFacts, DunningLine, dunning_slip, step_title
from desk.slips.fees.forecast import ForecastFacts, ForecastRow, forecast_slip
from desk.slips.fees.meters import MeterRow, MeterSheetFacts, meter_sheet
from desk.slips.fees.statement import StatementFacts, StatementLine, statement_slip

__all__ = [
    "BillFacts",
    "BillLine",
    "DunningFacts",
    "DunningLine",
    "ForecastFacts",
    "ForecastRow",
    "MeterRow",
    "MeterSheetFacts",
    "StatementFacts",
    "StatementLine",
    "bill_slip",
    "dunning_slip",
    "forecast_slip",
    "meter_sheet",
    "statement_slip",
    "step_title",
]
