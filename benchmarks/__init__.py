"""What is measured, so that nobody needs to guess."""
