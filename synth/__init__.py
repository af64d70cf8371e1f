"""Make a synthetic table from a sensitive one, weigh the evidence, and sign for its release."""
