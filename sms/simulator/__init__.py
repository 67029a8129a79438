"""The simulator of demo mode: a carrier and basic phones that never leave this machine."""
