"""Runs one plugin package and ends.

Descriptor 3 carries one line of JSON in ({folder, args}) and one out ({answer} or {failure}). What the plugin
prints goes elsewhere. When descriptor 3 closes before that, the agent is gone and so are we.
"""

import importlib.util
import inspect
import json
import math
import os
import signal
import sys
import threading

CHANNEL = 3
PACKAGE = "prophasis_plugin"


def main():
    os.set_inheritable(CHANNEL, False)
    request = json.loads(read_line())
    threading.Thread(target=end_with_agent, daemon=True).start()
    try:
        reply = {"answer": run(request["folder"], request["args"])}
    except ModuleNotFoundError as error:
        reply = {
            "failure": 'The Python module "%s", which the plugin needs, is not installed on this '
            "machine." % error.name
        }
    except BaseException as error:  # SystemExit too: a plugin may call exit()
        reply = {"failure": "The plugin failed: (%s) %s" % (type(error).__name__, error)}
    write_all(json.dumps(reply, default=str).encode() + b"\n")
    # At once: a thread of the plugin must not keep the interpreter.
    os._exit(0)


def run(folder, args):
    provide_interface(folder)
    plugin = load(folder).Plugin()
    takes_arguments = len(inspect.signature(plugin.get_data).parameters) > 0
    data = plugin.get_data(args) if takes_arguments else plugin.get_data()
    if data is None:
        return None
    return {
        "value": number(data.value),
        "message": data.message,
        "metrics": [metric(one) for one in getattr(data, "metrics", None) or []],
    }


def provide_interface(folder):
    """Makes the imports of 2016 work: `prophasis_agent.plugin`, and `plugin` where the package has none."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import prophasis_agent.plugin

    if not os.path.exists(os.path.join(folder, "plugin.py")):
        sys.modules["plugin"] = prophasis_agent.plugin
    sys.path.insert(0, folder)


def load(folder):
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)
    if not hasattr(module, "Plugin"):
        raise AttributeError('the package has no class "Plugin"')
    return module


def number(value):
    """NaN and infinity are no JSON: sent as text, so that the agent refuses them by name."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def metric(one):
    return {key: number(value) for key, value in dict(one).items()}


def read_line():
    line = b""
    while not line.endswith(b"\n"):
        chunk = os.read(CHANNEL, 65536)
        if not chunk:
            os._exit(0)
        line += chunk
    return line


def write_all(data):
    while data:
        data = data[os.write(CHANNEL, data) :]


def end_with_agent():
    while os.read(CHANNEL, 65536):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


main()
