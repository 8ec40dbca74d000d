"""What is measured, and against what; nothing here belongs to the tests."""
