"""Says that a worked case asks for what the product has no words for."""


class CannotExpress(Exception):
    """The case asks for something that no contract of the product can say."""
