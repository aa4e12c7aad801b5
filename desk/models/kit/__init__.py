"""What the tables stand on: the engine, types, conventions. It knows no feature."""
