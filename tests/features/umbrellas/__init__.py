"""The worked example of docs/architecture.md: the desk lends umbrellas. One file a room, and one line among the features."""
