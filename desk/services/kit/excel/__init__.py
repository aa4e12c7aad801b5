"""What an Excel workbook holds: its parts, and the values in its sheets."""
