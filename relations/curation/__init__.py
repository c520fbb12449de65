"""Services that write: history, review, restoring, conflicting claims."""
