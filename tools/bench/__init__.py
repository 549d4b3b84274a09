"""What the program costs, side by side with the bare libraries, with git and with its peers."""
