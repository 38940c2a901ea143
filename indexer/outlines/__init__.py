"""Running text that says who does what: outlines of matters with agencies and shares, the duties of departments."""
