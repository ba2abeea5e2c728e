"""The pages about signing in, thin: they call what stands beside this folder."""
