"""What is asked: parameters and addresses."""
