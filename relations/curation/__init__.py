"""Services that write: history, review, restoring, claims, quality, merging."""
