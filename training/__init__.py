"""Build-time only: how the checker's weights are learned. Nothing here is shipped or imported."""
