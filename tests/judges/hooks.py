"""What schemathesis is told besides the description: known differences of the service from it, and ids that exist.

fuzz.mjs names both in the environment. schemathesis loads this file because of SCHEMATHESIS_HOOKS.
"""

import itertools
import json
import os

import schemathesis

# Pairs of a path into the description and the value that stands there instead.
_corrections = json.loads(os.environ["JUDGE_CORRECTIONS"])
# Lists of values by the name of a parameter in a path.
_ids = {name: itertools.cycle(values) for name, values in json.loads(os.environ["JUDGE_IDS"]).items() if values}
_requests = itertools.count()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    for path, value in _corrections:
        *above, last = path
        place = raw_schema
        for name in above:
            place = place[name]
        assert last in place, f"the description has no {'/'.join(path)}"
        place[last] = value


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts ids that exist into the path, one after the other, since a generated id leads to nothing but 404.

    Each fourth request keeps what was generated.
    """
    if next(_requests) % 4 == 3:
        return
    for name in case.path_parameters or {}:
        if name in _ids:
            case.path_parameters[name] = next(_ids[name])
