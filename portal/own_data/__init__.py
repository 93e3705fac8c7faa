"""What is kept about a person, from every room: to see, to take along, to erase."""
