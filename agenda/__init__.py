"""Follow leaders' planned visits: what is coming, how sure it is, and who says so."""

__version__ = "0.1.0"
