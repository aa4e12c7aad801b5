"""The window of the renovation file: its list, its filing, its page, passes and the register of contractors."""
