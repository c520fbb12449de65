"""What is claimed about speed: `make bench`."""
