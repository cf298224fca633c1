#!/usr/bin/env python3
"""Writes the blog that every generator builds: N posts of about 5 KB, half Chinese, half English, the same on every run.

    blog.py FOLDER POSTS CORPORA [large]

The posts are put together from the paragraphs of CORPORA/zh-blog and CORPORA/en-blog, or of invented text where those
folders are not there. What only one of the generators would act on (shortcodes, wikilinks, footnotes, links to
pages that are not in this blog) is made plain, so that all of them do the same work.

`large` is for very many posts: a thousand files a folder, two levels deep, written by all cores; the texts come again after
TEXTS posts, under other names, titles, dates and tags.
"""

import datetime
import json
import os
import random
import re
import sys
from pathlib import Path

ENOUGH_BYTES = 4000  # the last block carries a post on to about 5 KB
TAGS = 100
TAGS_PER_POST = 3
FIRST_DAY = datetime.date(2005, 1, 1)
TEXTS = 10000  # different ones in a large blog
POSTS_A_FOLDER = 1000
FOLDERS_A_FOLDER = 100

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


def read_corpora(corpora):
    """The Chinese and the English texts."""
    chinese = read_corpus(corpora / "zh-blog") if (corpora / "zh-blog").is_dir() else []
    english = read_corpus(corpora / "en-blog") if (corpora / "en-blog").is_dir() else []
    return chinese or invent_corpus(CHINESE_WORDS, "", "。", 1), english or invent_corpus(ENGLISH_WORDS, " ", ". ", 2)


def name_of(number):
    return f"post-{number:07}"


def title_of(sources, number):
    return sources[number // 2 * 7 % len(sources)].title.replace("{", "(").replace("\\", "")


def post_of(number, title, draw, body):
    tags = ", ".join(f"topic-{tag:03}" for tag in draw.sample(range(TAGS), TAGS_PER_POST))
    day = FIRST_DAY + datetime.timedelta(days=number % 7300)
    return (f"---\ntitle: {json.dumps(f'{title} {number}', ensure_ascii=False)}\ndate: {day}\nslug: {name_of(number)}\n"
            f"tags: [{tags}]\n---\n\n{body}")


def write_blog(folder, posts, corpora):
    chinese, english = read_corpora(corpora)
    articles = folder / "articles"
    articles.mkdir(parents=True)
    draw = random.Random(3)
    for number in range(posts):
        sources = english if number % 2 else chinese
        text = post_of(number, title_of(sources, number), draw, body_of(sources, number // 2))
        (articles / f"{name_of(number)}.md").write_text(text, encoding="utf-8")


def path_in_large_blog(number):
    """Below articles/."""
    part = number // POSTS_A_FOLDER
    return f"{part // FOLDERS_A_FOLDER:02}/{part % FOLDERS_A_FOLDER:02}/{name_of(number)}.md"


def write_part(articles, part, posts, texts):
    """The posts of one folder; `texts` are titles with bodies."""
    first = part * POSTS_A_FOLDER
    (articles / path_in_large_blog(first)).parent.mkdir(parents=True, exist_ok=True)
    draw = random.Random(part)
    for number in range(first, min(posts, first + POSTS_A_FOLDER)):
        title, body = texts[number % len(texts)]
        with open(articles / path_in_large_blog(number), "w", encoding="utf-8") as post:
            post.write(post_of(number, title, draw, body))


def write_large_blog(folder, posts, corpora):
    import multiprocessing  # not by whoever measures: it would add to the memory below which nothing can be measured

    chinese, english = read_corpora(corpora)
    texts = []
    for number in range(min(posts, TEXTS)):
        sources = english if number % 2 else chinese
        texts.append((title_of(sources, number), body_of(sources, number // 2)))
    articles = folder / "articles"
    articles.mkdir(parents=True)
    parts = range((posts + POSTS_A_FOLDER - 1) // POSTS_A_FOLDER)
    writers = min(len(parts), len(os.sched_getaffinity(0)))

    def write_every(first):
        for part in parts[first::writers]:
            write_part(articles, part, posts, texts)

    # Forked, so that the texts are there without being sent.
    forking = multiprocessing.get_context("fork")
    processes = [forking.Process(target=write_every, args=(number,)) for number in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode != 0 for process in processes):
        sys.exit("the posts could not be written")


if __name__ == "__main__":
    write = write_large_blog if sys.argv[4:] == ["large"] else write_blog
    write(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
