"""Services that write: history, review, restoring."""
