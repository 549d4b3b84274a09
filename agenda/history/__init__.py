"""The history of visits, computed from reports."""
