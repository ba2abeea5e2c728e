"""What people decide: about comments and authors, and how it is taken back."""
