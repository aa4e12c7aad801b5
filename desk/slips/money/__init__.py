"""The cashier's papers: receipts, refunds, settlements, the payment notice, the hand-over sheet and the day book."""

from desk.slips.money.receipt import LineFacts, ReceiptFacts, receipt_slip

__all__ = ["LineFacts", "ReceiptFacts", "receipt_slip"]
