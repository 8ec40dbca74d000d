"""What the dashboard promises, tested; the real shape in miniature, broken files, pages and browsers."""
