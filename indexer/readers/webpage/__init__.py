"""The parts of the reader of web pages: bytes → text → tree → tables and lines."""
