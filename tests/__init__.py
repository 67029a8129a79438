"""Tests, in the rooms of what they test; `ROOT` is the root of the tree."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
