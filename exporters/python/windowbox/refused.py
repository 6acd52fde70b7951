"""The one error of this package."""


class Refused(ValueError):
    """An object that is not read, or rows that do not fit it: what, where, and what could be done."""

    def __init__(self, message, hint=""):
        self.hint = hint
        super().__init__(f"{message} ({hint})" if hint else message)
