"""What plugins written in Python import; supplied by the agent."""
