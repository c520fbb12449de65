"""What one public page needs, as functions. Published records only."""
