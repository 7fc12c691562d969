"""How good the linking is, on pages: samples that people judge, what the review found, and what the last load changed."""
