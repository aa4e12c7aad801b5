"""What the rulebook stands on: amounts, dates, clocks, identity numbers, rooms. It knows no feature."""
