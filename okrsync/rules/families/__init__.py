"""The rules, a module a family (a large family has several): whatever stands here is found."""
