"""Full volumes against the bars of speed: `make bench`."""
