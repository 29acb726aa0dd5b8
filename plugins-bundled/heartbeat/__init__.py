"""The same answer for agents that run Python packages only."""

from prophasis_agent.plugin import PluginInterface, PluginResult


class Plugin(PluginInterface):
    def get_data(self):
        return PluginResult(1)
