"""What builds okrsync itself: the packaging backend and the message catalogues."""
