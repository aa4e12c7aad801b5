"""Money at the counter: cashier, receipts, arrears, deposits, shifts, the day book."""
