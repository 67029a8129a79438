"""Whether alerts flow, and counts that outlive the rows and hold nothing of anyone."""
