"""The pages of what staff tell back, a file each for what people come to do."""
