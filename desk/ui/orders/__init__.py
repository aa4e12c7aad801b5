"""Work orders: those out, and one that came back."""
