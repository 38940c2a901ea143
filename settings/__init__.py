"""What whoever runs the site sets: in a file, by environment variables."""
