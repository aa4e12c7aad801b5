"""The window of members and cards: the desk where a card is put down, lists, the application, a member's page, the issue book."""
