"""Times and durations as people write and read them. Pure: `now` is always handed in."""
