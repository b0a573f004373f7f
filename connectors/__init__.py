"""One file or folder a service. The core finds them by entry point and never imports them."""
