"""The staff side of publications. Each screen loads through the scope, asks the rule, then calls an action."""
