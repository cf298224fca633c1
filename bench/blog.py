#!/usr/bin/env python3
"""Writes the blog that every generator builds: N posts of about 5 KB, half Chinese, half English, the same on every run.

    blog.py FOLDER POSTS CORPORA

The posts are put together from the paragraphs of CORPORA/zh-blog and CORPORA/en-blog, or of invented text where those
folders are not there. What only one of the generators would act on (shortcodes, wikilinks, footnotes, links to
pages that are not in this blog) is made plain, so that all of them do the same work.
"""

import datetime
import json
import random
import re
import sys
from pathlib import Path

ENOUGH_BYTES = 4000  # the last block carries a post on to about 5 KB
TAGS = 100
TAGS_PER_POST = 3
FIRST_DAY = datetime.date(2005, 1, 1)

FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1\n", re.S)
TITLE = re.compile(r"^title\s*[:=]\s*(.+)$", re.M)
DEFINITION = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:\s*\S.*$", re.M)
FENCE = re.compile(r"^ {0,3}(```+|~~~+)")

CHINESE_WORDS = "网络 域名 队列 索引 缓存 延迟 服务 日志 写作 读者 代码 测试 时间 问题 办法 机器 数据 语言 学习 记录".split()
ENGLISH_WORDS = "network name queue index cache delay service record writing reader code test time problem way machine data".split()


class Source:
    """One text of a corpus: its title, its blocks, and the link definitions that the blocks need."""

    def __init__(self, title, body):
        self.title = title
        self.definitions = {match[1].lower(): match[0].strip() for match in DEFINITION.finditer(body)}
        self.blocks = blocks_of(DEFINITION.sub("", body))


def blocks_of(body):
    """Cuts a text at its blank lines, but never inside of fenced code."""
    blocks, block, fence = [], [], None
    for line in body.split("\n"):
        opening = FENCE.match(line)
        if opening and fence is None:
            fence = opening[1]
        elif fence is not None and line.strip().startswith(fence):
            fence = None
        if line.strip() or fence is not None:
            block.append(line)
        elif block:
            blocks.append("\n".join(block))
            block = []
    if block:
        blocks.append("\n".join(block + [fence] if fence is not None else block))
    return blocks


def plain(text):
    """Takes away what only one of the generators would act on, and links that lead nowhere in this blog."""
    for meant, shown in (("{{", "{ {"), ("}}", "} }"), ("{%", "{ %"), ("%}", "% }"), ("[[", "[ [")):
        text = text.replace(meant, shown)
    text = re.sub(r"\[\^[^\]]+\]:?", "", text)
    text = re.sub(r"^(\s*):::", r"\1\\:::", text, flags=re.M)
    elsewhere = "https://elsewhere.example/"
    text = re.sub(r"\]\(<?(?!https?:|mailto:|ftp:)[^\s()<>]*>?", "](" + elsewhere, text)
    text = re.sub(r"^(\s*\[[^\]]+\]:\s*)(?!https?:|mailto:)\S+", r"\g<1>" + elsewhere, text, flags=re.M)
    return re.sub(r"\b(href|src)=(['\"]?)(?!https?:|mailto:)[^\s'\">]*", r"\1=\2" + elsewhere, text)


def read_corpus(folder):
    sources = []
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
        front = FRONT_MATTER.match(text)
        if not front:
            continue
        title = TITLE.search(front[0])
        source = Source(title[1].strip().strip("'\"") if title else path.stem, plain(text[front.end():]))
        if source.blocks:
            sources.append(source)
    return sources


def invent_corpus(words, joint, stop, seed):
    """Texts of the same shape for a machine that lacks the corpora: headings, paragraphs, lists, code, links."""
    draw = random.Random(seed)

    def sentence():
        return joint.join(draw.choice(words) for _ in range(draw.randint(6, 18))) + stop

    sources = []
    for number in range(200):
        blocks = []
        for _ in range(draw.randint(2, 6)):
            blocks.append("## " + joint.join(draw.choice(words) for _ in range(3)))
            for _ in range(draw.randint(1, 4)):
                blocks.append(joint.join(sentence() for _ in range(draw.randint(2, 7))))
            blocks.append("\n".join(f"- **{draw.choice(words)}** {sentence()}" for _ in range(draw.randint(2, 5))))
            blocks.append("```c\nint main(void) {\n    return %d;\n}\n```" % draw.randint(0, 99))
            blocks.append(f"[{draw.choice(words)}](https://elsewhere.example/{number}) {sentence()} `{draw.choice(words)}`")
        sources.append(Source(sentence(), "\n\n".join(blocks)))
    return sources


def body_of(sources, number):
    """Blocks from where the post's number points, text after text, until there are enough bytes."""
    at = number * 7 % len(sources)
    first = number // len(sources) * 5
    blocks, definitions, size = [], {}, 0
    while size < ENOUGH_BYTES:
        source = sources[at % len(sources)]
        for block in source.blocks[first % len(source.blocks):]:
            blocks.append(block)
            size += len(block.encode()) + 2
            if size >= ENOUGH_BYTES:
                break
        definitions.update(source.definitions)
        at, first = at + 1, 0
    text = "\n\n".join(blocks)
    lowered = text.lower()
    used = [line for label, line in definitions.items() if f"[{label}]" in lowered]
    return text + "\n" + ("\n" + "\n".join(used) + "\n" if used else "")


def write_blog(folder, posts, corpora):
    chinese = read_corpus(corpora / "zh-blog") if (corpora / "zh-blog").is_dir() else []
    english = read_corpus(corpora / "en-blog") if (corpora / "en-blog").is_dir() else []
    chinese = chinese or invent_corpus(CHINESE_WORDS, "", "。", 1)
    english = english or invent_corpus(ENGLISH_WORDS, " ", ". ", 2)
    articles = folder / "articles"
    articles.mkdir(parents=True)
    draw = random.Random(3)
    for number in range(posts):
        sources = english if number % 2 else chinese
        title = sources[number // 2 * 7 % len(sources)].title.replace("{", "(").replace("\\", "")
        tags = ", ".join(f"topic-{tag:03}" for tag in draw.sample(range(TAGS), TAGS_PER_POST))
        day = FIRST_DAY + datetime.timedelta(days=number % 7300)
        name = f"post-{number:07}"
        text = (f"---\ntitle: {json.dumps(f'{title} {number}', ensure_ascii=False)}\ndate: {day}\nslug: {name}\n"
                f"tags: [{tags}]\n---\n\n{body_of(sources, number // 2)}")
        (articles / f"{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_blog(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
