"""What a question says: the kind of answer it wants, its names, its dates, its parts, and what it leaves to the conversation."""
