"""Callbacks: the round of calls, one call, the quality sample."""
