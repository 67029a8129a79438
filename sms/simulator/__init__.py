"""The carrier and the basic phones of demo mode."""
