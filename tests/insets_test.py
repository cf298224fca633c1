#!/usr/bin/python3
"""Formulas and diagrams of a real site: what node makes of the formulas, what faults say, what is kept, and what comes of
a Graphviz that is absent, or another one.
"""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import blackbox
from two_version_site import tree

counts = blackbox.Counts("insets")
byline = blackbox.program()
MATHML = re.compile(r"<math.*?</math>", re.DOTALL)
CONFIGURATION = 'title = "Insets"\nbase_url = "https://example.org/"\n[languages.en]\n[languages.zh]\n'


def build(site, *options, path=None):
    environment = dict(os.environ)
    if path is not None:
        os.environ["PATH"] = path
    try:
        return blackbox.run([byline, "build", *options], site)
    finally:
        os.environ.clear()
        os.environ.update(environment)


def make_site(folder, texts, configuration=CONFIGURATION):
    folder.mkdir(parents=True)
    (folder / "byline.toml").write_text(configuration, encoding="utf-8")
    for name, text in texts.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def page(site, name):
    return (site / "public" / name / "index.html").read_text(encoding="utf-8")


def body(text):
    """Without the head and all else that may have formulas of its own, such as the table of contents."""
    return text[text.index("BEGIN") : text.index("END")]


def formulas():
    lines = (blackbox.ROOT / "fixtures/math/formulas.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip()]


def corpus_formulas():
    """What the blogs write between dollars, good or bad."""
    found = []
    for path in sorted((blackbox.SHARED / "corpora").rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += re.findall(r"\$([^$\n`]{1,200})\$", text)
    return [tex for tex in dict.fromkeys(found) if re.search(r"[\\^_=]", tex)][:600]


def unstyled(mathml):
    """Styles become classes and attributes, which check_styles() looks at."""
    return re.sub(r' (style|class|mathcolor|mathbackground)="[^"]*"', "", mathml)


def check_styles(made):
    """A page has no style of its own, and the style sheet knows every class that stands for one."""
    sheet = (blackbox.ROOT / "themes/default/assets/math.css").read_text(encoding="utf-8")
    classes = set(re.findall(r"\bm-[a-z0-9-]+", " ".join(re.findall(r' class="([^"]*)"', made))))
    counts.check(len(classes) > 20, f"{len(classes)} classes stand for styles")
    unknown = sorted(name for name in classes if f".{name} {{" not in sheet)
    counts.equal(unknown, [], "classes that math.css lacks")
    counts.check(" style=" not in made, "no attribute of style is left")


def same_as_node(folder):
    if not shutil.which("node"):
        return counts.skip("formulas in node", "there is no node")
    texs = formulas()
    corpus = corpus_formulas()
    if not corpus:
        counts.skip("formulas of the corpora", "no corpora at ../shared/corpora")
    # `byline markdown` has no site; so each is a block of one text, which takes any TeX but $$ in it.
    texs += [tex for tex in corpus if "$" not in tex]
    asked = [[tex, True] for tex in texs]
    done = subprocess.run(["node", str(blackbox.ROOT / "tests/temml_formulas.mjs")], input=json.dumps(asked).encode(),
                          capture_output=True, check=True)
    expected = json.loads(done.stdout)
    blocks = "\n\n".join(f"```math\n{tex}\n```" for tex in texs)
    site = make_site(folder / "node", {"formulas.md": f"---\ntitle: Formulas\n---\nBEGIN\n\n{blocks}\n\nEND\n"})
    code, _, err = build(site)
    counts.equal(code, 0, "a site of formulas builds")
    shown = re.findall(r'<span class="math display">(<math.*?</math>)</span>|<code class="math error display">\$\$(.*?)\$\$</code>',
                       body(page(site, "formulas")), re.DOTALL)
    counts.equal(len(shown), len(texs), "each formula is shown")
    good = 0
    for (made, refused), wanted, tex in zip(shown, expected, texs):
        if wanted is None or "<a href" in wanted:  # \ref leads nowhere without a script
            counts.equal((made, html.unescape(refused)), ("", tex), f"{tex}: is shown as it was written")
        else:
            good += 1
            counts.equal(unstyled(made), unstyled(wanted), f"{tex}: is what node makes of it")
    check_styles("".join(made for made, _ in shown))
    counts.check(good > 350, f"some hundred formulas are compared: {good}")
    inline = [tex for tex in formulas() if re.fullmatch(r"[^$|<>&`*_\[\]{}\"']+", tex)][:60]
    done = subprocess.run(["node", str(blackbox.ROOT / "tests/temml_formulas.mjs")],
                          input=json.dumps([[tex, False] for tex in inline]).encode(), capture_output=True, check=True)
    text = "\n\n".join(f"一句${tex}$话" for tex in inline)
    site = make_site(folder / "inline", {"formulas.zh.md": f"---\ntitle: 公式\n---\nBEGIN\n\n{text}\n\nEND\n"})
    build(site)
    wanted = [unstyled(made) for made in json.loads(done.stdout) if made]
    counts.equal([unstyled(made) for made in MATHML.findall(body(page(site, "zh/formulas")))], wanted, "formulas within Chinese lines are node's too")


FAULTY = """---
title: Faults
---
Costs $5 and $6, or $\\wrong$.

> $$
> a +
> \\worse b
> $$

```dot
digraph {
  a -> ;
}
```

```dot engine=nothing
digraph { a }
```
"""


def faults(folder):
    site = make_site(folder / "faults", {"faults.md": FAULTY})
    code, out, err = build(site)
    counts.equal(code, 0, "faults of formulas and diagrams are warnings of a build")
    for said in ("content/faults.md:4:22: warning: in the formula '\\wrong': Unsupported function name: \\wrong",
                 "content/faults.md:8: warning: in the formula 'a + \\worse b'"):
        counts.check(said in err, f"{said!r} is said", err)
    if shutil.which("dot"):
        for said in ("content/faults.md:13: warning: in the diagram: syntax error near ';'",
                     "content/faults.md:17:1: warning: unknown engine 'nothing'"):
            counts.check(said in err, f"{said!r} is said", err)
    text = page(site, "faults")
    counts.check('<code class="math error">$\\wrong$</code>' in text, "a formula that is wrong is shown as it was written")
    counts.check("Costs $5 and $6, or" in text, "prices are no formulas")
    counts.check("language-dot" in text, "a graph that is wrong is code")
    again = build(site)
    counts.equal(again[2], err, "a build that makes nothing repeats them")
    (site / "content/other.md").write_text("---\ntitle: Other\n---\nText\n", encoding="utf-8")
    counts.equal(build(site)[2], err, "so does one that makes another page")
    counts.equal(build(site, "--force")[2], err, "and one from nothing")
    counts.equal(blackbox.run([byline, "check"], site)[0], 1, "check fails by them")
    counts.equal(build(site, "--strict")[0], 1, "so does a strict build")


GOOD = """---
title: Insets
summary: A summary with $x^2$ in it.
---
## The $\\RR$ of it

A set $\\RR$ and a law.

## Another


```dot {title="两个节点" caption="Two <nodes>" #pair .wide}
digraph { 甲 -> 乙 [label="关系", URL="https://example.org/?a=1&b=2"]; c [style=filled, fillcolor="red:blue"] }
```

```dot
digraph { c [style=filled, fillcolor="red:blue"] }
```

```dot
digraph { c [style=filled, fillcolor="red:blue"] }
```

```mermaid
graph TD; A-->B;
```
"""
MACROS = CONFIGURATION + '[math.macros]\n"\\\\RR" = "\\\\mathbb{R}"\n'


def shown(folder):
    site = make_site(folder / "shown", {"insets.md": GOOD, "plain.md": "---\ntitle: Plain\n---\nNothing here.\n"}, MACROS)
    code, out, err = build(site)
    counts.equal(code, 0, "the site builds")
    counts.check("content/insets.md:24:1: warning: diagrams of Mermaid's are shown as text" in err, "the missing script is told", err)
    text = page(site, "insets")
    counts.check('<h2 id="the-rr-of-it">The <math><mi>ℝ</mi></math> of it' in text, "formulas stand in headings")
    counts.check('<pre class="mermaid">graph TD; A--&gt;B;\n</pre>' in text, "Mermaid's source is readable")
    counts.check("mermaid.min.js" not in text, "no script is named that is not there")
    if shutil.which("dot"):
        counts.check('<figure id="pair" class="diagram wide"><svg ' in text,
                     "a diagram is a figure with its id and class")
        counts.check("<title>两个节点</title>" in text and "<figcaption>Two &lt;nodes&gt;</figcaption>" in text, "with title and caption")
        counts.check('href="https://example.org/?a=1&amp;b=2"' in text and ">甲</text>" in text, "and its links and labels")
        ids = re.findall(r' id="([^"]+)"', text)
        counts.equal(len(ids), len(set(ids)), "no id comes twice, though a diagram does")
    static = site / "static"
    static.mkdir()
    (static / "mermaid.min.js").write_text("// draws\n", encoding="utf-8")
    code, out, err = build(site)
    counts.equal((code, err), (0, ""), "nothing is missing any more")
    counts.check(re.search(r'<script src="/mermaid.min.js" defer></script>', page(site, "insets")), "the page loads the script")
    counts.check("mermaid" not in page(site, "plain"), "a page without such a diagram does not")
    feed = (site / "public/atom.xml").read_text(encoding="utf-8")
    counts.check("<script" not in html.unescape(feed), "nor does a feed")
    site = make_site(folder / "off", {"insets.md": GOOD}, CONFIGURATION + "[math]\nenabled = false\n[diagrams]\nenabled = false\n")
    counts.equal(build(site)[0::2], (0, ""), "without formulas and diagrams there are no faults of theirs")
    text = page(site, "insets")
    counts.check("\\(\\RR\\)" in text and "<svg" not in body_of_article(text) and 'class="mermaid"' not in text, "and all stays text")


def body_of_article(text):
    return text[text.index("A set") :].split("</article>")[0]


def kept(folder):
    site = make_site(folder / "kept", {"insets.md": GOOD}, MACROS)
    build(site)
    first = tree(site / "public")
    insets = site / ".byline/insets"
    good = insets.read_bytes()
    counts.check(good.startswith(b"byline insets 1\n"), "what was made is kept")
    for what, bytes_ in (("no", None), ("a damaged", good[:-1] + b"x"), ("an empty", b""), ("a foreign", b"something else")):
        if bytes_ is None:
            insets.unlink()
        else:
            insets.write_bytes(bytes_)
        build(site, "--force")
        counts.equal(tree(site / "public"), first, f"{what} file of insets: the site is the same")
        counts.equal(insets.read_bytes(), good, f"{what} file of insets is made anew")
    for threads in ("1", "4"):
        insets.unlink()
        build(site, "--force", "--threads", threads)
        counts.equal(tree(site / "public"), first, f"{threads} threads: the site is the same")
        counts.equal(insets.read_bytes(), good, f"{threads} threads: so is what is kept")
    counts.equal(build(site, "--verify")[0], 0, "and it is what a build from nothing makes")


def other_graphviz(folder):
    """One that is absent, and one that comes later."""
    site = make_site(folder / "other", {"a.md": GOOD, "b.md": GOOD.replace("#pair", "#other")}, MACROS)
    empty = folder / "bin"
    empty.mkdir()
    code, out, err = build(site, path=str(empty))
    counts.equal(code, 0, "a site builds without Graphviz")
    counts.equal(err.count("since Graphviz is not installed"), 1, "which is told once")
    counts.check("install the package graphviz" in err, "with what to do", err)
    counts.check("language-dot" in page(site, "a"), "diagrams are code")
    if shutil.which("dot"):
        linked = GOOD + "\n```dot\ndigraph { x [URL=\"/a/\"]; y [URL=\"/gone/?a=1&b=2\"] }\n```\n"
        code, out, err = build(make_site(folder / "linked", {"a.md": linked}, MACROS))
        counts.check("link to '/gone/?a=1&b=2'" in err and err.count("link to ") == 1, "links of a diagram are checked", err)
    fake = empty / "dot"
    fake.write_text('#!/bin/sh\necho \'<svg width="3pt" height="3pt"><text>drawn</text></svg>\'\n', encoding="utf-8")
    fake.chmod(0o755)
    code, out, err = build(site, path=str(empty))
    counts.check("drawn</text>" in page(site, "a") and "drawn</text>" in page(site, "b"), "once it is there, all are drawn", out + err)
    busy = folder / "busy"
    busy.touch()
    fake.write_text(f"#!/bin/sh\n[ -e {busy} ] && kill -9 $$\necho '<svg><text>at last</text></svg>'\n", encoding="utf-8")
    for _ in range(2):
        code, out, err = build(site, path=str(empty))
        counts.check("ended by signal 9" in err and "language-dot" in page(site, "a"), "one that crashes is told", err)
    busy.unlink()
    code, out, err = build(site, path=str(empty))
    counts.check("at last" in page(site, "a") and "signal" not in err, "and tried again by the next build, though nothing changed", err)
    code, out, err = build(site, path=str(empty))
    counts.check("0 files written" in out and "at last" in page(site, "a"), "until it is done", out)


with tempfile.TemporaryDirectory() as name:
    same_as_node(Path(name))
    faults(Path(name))
    shown(Path(name))
    kept(Path(name))
    other_graphviz(Path(name))
counts.finish()
