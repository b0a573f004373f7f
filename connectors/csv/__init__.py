"""CSV and TSV files: only the fields that change are touched, all other bytes stay."""

from connectors.csv.connector import CsvConnector

__all__ = ["CsvConnector"]
