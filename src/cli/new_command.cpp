#include "cli/new_command.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "publish/load_configuration.hpp"
#include "site/kind.hpp"
#include "text/nearest.hpp"
#include "text/slug.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::cli {
namespace {

bool has_han(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        if (text::is_han(text::decode_next(text, offset))) return true;
    }
    return false;
}

// A YAML scalar in single quotes, which need nothing escaped but themselves.
std::string yaml_quoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += "''";
        else
            quoted += c == '\n' ? ' ' : c;
    }
    return quoted + "'";
}

// A word for the shell, whatever it holds.
std::string shell_quoted(std::string_view word) {
    std::string quoted = "'";
    for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

// The writer's language, by the environment: a Chinese desktop gets a Chinese site.
std::string environment_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("zh") ? "zh" : "en";
    }
    return "en";
}

struct NewFile {
    std::string path;
    std::string bytes;
};

Result<void> write_files(disk::Disk& disk, const std::vector<NewFile>& files) {
    for (const NewFile& file : files) {
        if (disk.exists(file.path)) {
            return fail(
                usage_error(fmt::format("{} is there already", file.path), "choose another name, or remove it first"));
        }
    }
    for (const NewFile& file : files) CHECK(disk.write(file.path, file.bytes));
    return {};
}

std::vector<NewFile> site_files(const std::string& folder, const std::string& language, const text::Timestamp& now) {
    const bool is_chinese = language.starts_with("zh");
    const std::string offset = text::format_rfc3339(now).substr(19);
    const std::string configuration = fmt::format(
        "title = \"{0}\"\ndescription = \"{1}\"\nbase_url = \"https://example.org/\"  # {2}\nlanguage = "
        "\"{3}\"\nutc_offset = \"{4}\"\n\n"
        "[author]\nname = \"{5}\"\ntagline = \"{6}\"\n# email = \"you@example.org\"\n# portrait = \"/portrait.jpg\"  # "
        "static/portrait.jpg\n\n"
        "# [[author.links]]\n# name = \"GitHub\"\n# url = \"https://github.com/you\"\n\n"
        "[languages.{7}]\nname = \"{8}\"\n",
        is_chinese ? "我的站点" : "My notebook",
        is_chinese ? "写给同行看的文章与笔记" : "Articles and notes on what I work on",
        is_chinese ? "改成你的网址" : "your address", language, offset == "Z" ? "+00:00" : offset,
        is_chinese ? "你的名字" : "Your name", is_chinese ? "一句话介绍自己" : "One sentence about your work",
        is_chinese ? "en" : "zh", is_chinese ? "English" : "中文");
    const std::string article = fmt::format(
        "---\ntitle: {}\ndate: {}\ntags: [{}]\n---\n\n{}\n", is_chinese ? "第一篇文章" : "A first article",
        text::format_iso_date(now), is_chinese ? "写作" : "writing",
        is_chinese ? "这是一篇文章。**改掉它，**或者删掉它：`content/articles/` 里的每个 `.md` 文件都是一篇文章。\n\n"
                     "运行 `byline preview`，保存文件，打开着的页面会自己更新。"
                   : "This is an article. Change it, or remove it: each `.md` file of `content/articles/` is one.\n\n"
                     "Run `byline preview`, save this file, and the open page updates itself.");
    return {{folder + "/byline.toml", configuration},
            {folder + "/content/articles/first.md", article},
            {folder + "/content/about.md",
             is_chinese ? "---\ntitle: 关于\n---\n\n我是谁，做什么，怎么联系我。\n"
                        : "---\ntitle: About\n---\n\nWho I am, what I work on, how to reach me.\n"},
            {folder + "/.gitignore", "/public/\n/.byline/\n/data/\n"}};
}

Result<std::string> make_site(const NewCommand& command, disk::Disk& disk) {
    const std::string language = command.language.empty() ? environment_language() : command.language;
    if (command.name.empty())
        return fail(usage_error("the folder's name is empty", "for example: byline new site notebook"));
    if (disk.exists(command.name)) {
        std::error_code code;
        if (!std::filesystem::is_directory(command.name, code))
            return fail(usage_error(fmt::format("{} is a file", command.name), "choose a new folder"));
        if (!std::filesystem::is_empty(command.name, code) || code) {
            return fail(
                usage_error(fmt::format("{} is there already and not empty", command.name), "choose a new folder"));
        }
    }
    CHECK(write_files(disk, site_files(command.name, language, current_time())));
    const bool needs_quotes = command.name.find_first_of(" '\"$&;()*?#\\") != std::string::npos;
    return fmt::format("{0}: a site with one article and one page.\n\n  cd {1}\n  byline preview\n", command.name,
                       needs_quotes ? shell_quoted(command.name) : command.name);
}

std::string front_matter(const NewCommand& command, site::Kind kind, const text::Timestamp& now) {
    std::string text = fmt::format("---\ntitle: {}\n", yaml_quoted(command.name));
    if (kind != site::Kind::Page) text += fmt::format("date: {}\n", text::format_rfc3339(now));
    if (kind == site::Kind::Talk)
        text += "event: ''\nplace: ''\n# slides: /slides.pdf\n# video: https://example.org/video\n";
    if (kind == site::Kind::Note) text += "maturity: seedling\n";
    if (site::is_listed(kind)) text += "tags: []\n";
    return text + "draft: true\n---\n\n";
}

Result<std::string> make_work(const NewCommand& command, site::Kind kind, disk::Disk& disk) {
    TRY(const site::ConfigurationReading reading, publish::load_configuration(command.site_folder, disk));
    const site::Configuration& configuration = reading.configuration;
    std::string language = command.language;
    if (language.empty()) {
        // A Chinese title on an English site with Chinese configured is the Chinese version of a work.
        language = configuration.language;
        for (const site::Language& other : configuration.languages) {
            if (has_han(command.name) && !language.starts_with("zh") && other.code.starts_with("zh"))
                language = other.code;
        }
    } else if (!configuration.has_language(language)) {
        return fail(usage_error(fmt::format("language '{}' is not configured", language),
                                fmt::format("add [languages.{}] to byline.toml", language)));
    }
    const text::Slugger slugger(configuration.slug_style, configuration.pinyin);
    if (command.name.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(usage_error("the title is empty", "for example: byline new article \"What I learnt\""));
    const std::string slug = command.slug.empty() ? slugger.slug(command.name) : command.slug;
    if (!text::valid_output_path(slug) || slug.find('/') != std::string::npos) {
        return fail(usage_error(fmt::format("'{}' cannot be a slug", slug),
                                "it is one part of the address, such as what-i-learnt: no slashes, no '..'"));
    }
    const std::string suffix = language == configuration.language ? ".md" : "." + language + ".md";
    std::string folder = inside(command.site_folder, configuration.content_folder);
    if (kind != site::Kind::Page) folder += "/" + std::string(site::folder_of(kind));
    const std::string path = folder + "/" + slug + (command.is_bundle ? "/index" + suffix : suffix);
    CHECK(write_files(disk, {{path, front_matter(command, kind, current_time())}}));
    return fmt::format("{}\nIt is a draft: `byline preview` shows it; remove `draft: true` to publish.\n", path);
}

}  // namespace

int run_new(const NewCommand& command) {
    disk::RealDisk disk;
    const auto kind = site::kind_named(command.what);
    Result<std::string> made = [&]() -> Result<std::string> {
        if (command.what == "site") return make_site(command, disk);
        if (kind) return make_work(command, *kind, disk);
        constexpr std::array<std::string_view, 6> known = {"site", "article", "talk", "note", "project", "page"};
        const auto near = text::nearest(command.what, known);
        return fail(usage_error(
            fmt::format("cannot make a new '{}'", command.what),
            near ? fmt::format("did you mean '{}'?", *near) : "site, article, talk, note, project or page"));
    }();
    if (made) {
        print(*made);
        return exit_success;
    }
    const ReportStyle style{.colour = error_colour(),
                            .most_warnings = SIZE_MAX,
                            .site_folder = command.site_folder,
                            .warnings_as = Severity::Warning};
    return report_failure(made.error(), style, disk, false);
}

}  // namespace byline::cli
