"""From changes to one request a row, and what the answers show."""
