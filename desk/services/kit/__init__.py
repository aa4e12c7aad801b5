"""What every act stands on: the desk, its transaction, audit, numbers. It knows no feature."""
