"""What is seen: the window, its pages and forms. It asks services and never touches the database."""
