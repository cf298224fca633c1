"""Renders template cases with Debian's jinja2, for template_cases_test.cpp to compare with.

Reads one JSON object a line: {"id", "templates": {name: text}, "main", "context", "options": {...}}.
Writes one JSON object a line: {"id", "output"} or {"id", "error"}.
"""

import json
import sys

import jinja2


def environment_for(case):
    options = case.get("options", {})
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(case["templates"]),
        undefined=jinja2.StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith((".html", ".htm", ".xml", ".svg")),
        trim_blocks=options.get("trim_blocks", False),
        lstrip_blocks=options.get("lstrip_blocks", False),
        keep_trailing_newline=options.get("keep_trailing_newline", False),
        cache_size=0,
    )
    # Byline leaves UTF-8 as it is.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    return environment


def render(case):
    try:
        output = environment_for(case).get_template(case["main"]).render(case["context"])
    except Exception as error:  # whatever it is, the template does not render
        return {"id": case["id"], "error": f"{type(error).__name__}: {error}"}
    return {"id": case["id"], "output": output}


def main():
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(render(json.loads(line))) + "\n")


if __name__ == "__main__":
    main()
