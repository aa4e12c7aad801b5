"""What the window does with the site as a whole: work that needs it closed, and the sheet for the safe."""
