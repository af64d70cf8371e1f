"""The colours that mean something, the same everywhere; safe for colour-blind eyes (Okabe and Ito)."""

REAL = "#0072B2"
SYNTHETIC = "#D55E00"

DIVERGING = "PuOr"
"""Plotly's name for the scale from −1 through 0 to 1 (ColorBrewer, safe for colour-blind eyes)."""
