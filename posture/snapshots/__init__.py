"""What readers take away: what is asked for, which rows that is, files of it, and files that come back."""
