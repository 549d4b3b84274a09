"""What files say: visits, reports, dates, countries, diagnostics."""
