"""The phones of demo mode, and every style on one page."""
