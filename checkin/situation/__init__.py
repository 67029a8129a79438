"""The situation: what stands for one person, and the only sentences that say so."""
