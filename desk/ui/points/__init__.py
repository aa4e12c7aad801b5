"""The pages of points: receipts, upgrades, redemptions, vouchers, gifts, reports."""
