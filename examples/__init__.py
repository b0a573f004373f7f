"""Workbooks that the README and the tests run, and the script that builds them."""
