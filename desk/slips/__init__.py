"""What is printed: a slip is data (`slip`), the renderer makes the paper of it."""
