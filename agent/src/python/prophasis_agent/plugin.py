"""The interface between the agent and a plugin written in Python."""


class PluginInterface:
    """A plugin: a class named Plugin that answers get_data() with a PluginResult."""

    def get_data(self):
        raise NotImplementedError("the class Plugin has no method get_data()")


class PluginResult:
    """A number, a message, or both; metrics are further named numbers.

    Each metric is a dict with name, value and, if it is about one of several things, instance.
    """

    def __init__(self, value=None, message="", metrics=None):
        self.value = value
        self.message = message
        self.metrics = metrics if metrics is not None else []
