// The blog for Eleventy: the same pages as the other themes make. Its own Markdown (markdown-it) with heading ids and a
// table of contents; lists and feeds are virtual templates, since content/ holds only what all generators share.
import { readFileSync } from "node:fs";

const pageSize = 10;
const feedSize = 20;
const address = "https://bench.example/";

function template(name) {
    return readFileSync(new URL(name, import.meta.url), "utf8");
}

function slug(text) {
    return text.toLowerCase().trim().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s+/g, "-");
}

function collectHeadings(state) {
    const used = new Map();
    const headings = [];
    state.tokens.forEach((token, index) => {
        if (token.type !== "heading_open") return;
        const title = state.tokens[index + 1];
        const base = slug(title.content) || "heading";
        const count = used.get(base) ?? 0;
        used.set(base, count + 1);
        const id = count === 0 ? base : `${base}-${count}`;
        token.attrSet("id", id);
        headings.push({ id, level: Number(token.tag[1]), title: title.content });
    });
    if (state.env.page) state.env.page.headings = headings;
}

function contents(headings, escape) {
    if (!headings?.length) return "";
    const levels = [];
    let html = "";
    for (const { id, level, title } of headings) {
        if (levels.length === 0 || level > levels.at(-1)) {
            html += "\n<ul>";
            levels.push(level);
        } else {
            while (levels.length > 1 && level < levels.at(-1)) {
                html += "</li>\n</ul>";
                levels.pop();
            }
            html += "</li>";
        }
        html += `\n<li><a href="#${id}">${escape(title)}</a>`;
    }
    return html + "</li>\n</ul>".repeat(levels.length) + "\n";
}

function chunks(list) {
    const parts = [];
    for (let at = 0; at < list.length; at += pageSize) parts.push(list.slice(at, at + pageSize));
    return parts;
}

function listPages(url, title, works) {
    const parts = chunks(works);
    const urlOf = (number) => (number === 1 ? url : `${url}page/${number}/`);
    return parts.map((part, at) => ({
        title,
        url: urlOf(at + 1),
        works: part,
        number: at + 1,
        count: parts.length,
        previous: at > 0 ? urlOf(at) : null,
        next: at + 1 < parts.length ? urlOf(at + 2) : null,
    }));
}

export default function (config) {
    const oneDay = (date) => date.toISOString().slice(0, 10);
    let escape;
    config.amendLibrary("md", (markdown) => {
        escape = markdown.utils.escapeHtml;
        markdown.set({ html: true, linkify: true });
        markdown.enable("code"); // Eleventy leaves indented code out; the others have it
        markdown.core.ruler.push("collect_headings", collectHeadings);
    });
    config.addGlobalData("layout", "post.njk");
    config.addGlobalData("permalink", () => (data) => `articles/${data.page.fileSlug}/`);
    config.addFilter("day", oneDay);
    config.addFilter("contents", (page) => contents(page.headings, escape));
    config.addFilter("beginning", (page) => page.rawInput.slice(0, 300).replace(/\s+/g, " "));

    const newest = (api) => api.getFilteredByGlob("content/articles/*.md").reverse();
    const terms = (works) => {
        const byName = new Map();
        for (const work of works) {
            for (const name of work.data.tags) {
                if (!byName.has(name)) byName.set(name, []);
                byName.get(name).push(work);
            }
        }
        return [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
    };
    config.addCollection("newest", newest);
    config.addCollection("latest", (api) => newest(api).slice(0, feedSize));
    config.addCollection("terms", (api) => terms(newest(api)).map(([name, works]) => ({ name, count: works.length })));
    config.addCollection("lists", (api) => {
        const works = newest(api);
        const ofTerms = terms(works).flatMap(([name, tagged]) => listPages(`/tags/${name}/`, name, tagged));
        return [...listPages("/articles/", "Articles", works), ...ofTerms];
    });

    const engine = { layout: null, eleventyExcludeFromCollections: true };
    const framed = { ...engine, layout: "base.njk" };
    config.addTemplate("home.njk", template("home.njk"), { ...framed, title: "Bench", permalink: "/" });
    config.addTemplate("lists.njk", template("lists.njk"), {
        ...framed,
        pagination: { data: "collections.lists", size: 1, alias: "list" },
        permalink: (data) => data.list.url,
        eleventyComputed: { title: (data) => data.list?.title },
    });
    config.addTemplate("terms.njk", template("terms.njk"), { ...framed, title: "Tags", permalink: "/tags/" });
    config.addTemplate("feed.njk", template("feed.njk"), { ...engine, permalink: "/index.xml" });
    config.addTemplate("sitemap.njk", template("sitemap.njk"), { ...engine, permalink: "/sitemap.xml" });
    config.addGlobalData("address", address.slice(0, -1));

    return {
        dir: { input: "content", includes: "../eleventy", output: "public-eleventy" },
        templateFormats: ["md", "njk"],
        markdownTemplateEngine: false,
    };
}
