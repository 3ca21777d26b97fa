"""Networks small enough to travel with the course."""
