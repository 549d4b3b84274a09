"""Visits, reports, dates, countries and diagnostics."""
