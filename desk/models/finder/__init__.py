"""What the finder looks through; `keys` needs no SQLAlchemy."""
