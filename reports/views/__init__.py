"""Pages of this room: own numbers, what an award still lacks, reports, their trend and their exports."""
