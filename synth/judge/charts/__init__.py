"""Plotly figures drawn from a report alone, one kind a file: real beside synthetic. Titles state the finding.

No colour of paper or of text is fixed, so that they fit light and dark pages. Real is solid and filled, synthetic is
dashed or hatched, so that they differ without their colours too. Each figure has an `alt_` function that says the same
in words.
"""
