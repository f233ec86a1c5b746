"""The forms of look-up, a file each for what people come to do."""
