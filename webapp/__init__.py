"""Face two: pages, the installable app, push, and the operator's commands."""
