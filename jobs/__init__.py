"""What the machine does by itself: one job per file, each calling the services of the story."""
