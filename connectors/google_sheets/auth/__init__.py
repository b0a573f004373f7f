"""Signing in to Google: service accounts and people."""
