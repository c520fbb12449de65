"""Data sets of the field: one adapter each, reconciled to our actors, traceable, revocable."""
