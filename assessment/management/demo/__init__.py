"""A simulated year of learners, so that every report can be seen full. Nothing here is about a real person."""
