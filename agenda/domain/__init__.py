"""What the tool is about: visits, reports, claims, dates. Pure: no files, no clock, no terminal."""
