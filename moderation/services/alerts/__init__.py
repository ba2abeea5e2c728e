"""Messages to moderators, in the channels of their chat or by e-mail."""
