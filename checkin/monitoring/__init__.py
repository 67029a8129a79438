"""Health (do alerts flow?) and counters: figures that outlive the rows and name nobody."""
