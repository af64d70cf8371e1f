"""TODO room map."""
