"""What a host runs and looks at: commands, the doctor, metrics."""
