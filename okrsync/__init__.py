"""okrsync reads OKR sheets into one model, checks, scores and writes status back."""

__version__ = "0.1.0"
