"""What a user would choose instead, served beside us on the same rows: `make bench`."""
