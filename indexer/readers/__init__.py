"""Files of every format → blocks. Which reader serves is decided by content, then by name."""
