"""Conversations that are kept: what was asked and answered, to be read, gone on with and searched later."""
