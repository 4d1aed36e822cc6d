"""Jobs: one recipe a command. They alone know the order of the stages."""
