"""What every page stands on: looks, tables, work off the UI thread, messages. It knows no feature."""
