package sub

// Good is formatted.
func Good() int { return 1 }
