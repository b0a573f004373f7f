"""The pipeline from rows to scores and back; guards, consent and remembering."""
