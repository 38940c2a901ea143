"""What every request pays for: the server, headers, compression, settings."""
