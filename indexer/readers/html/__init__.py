"""Web pages, saved pages, MHTML → blocks."""
