#include "site/configuration_tables.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "site/comment_settings.hpp"
#include "site/configuration_check.hpp"
#include "site/configuration_entries.hpp"
#include "site/kind.hpp"
#include "site/mail_settings.hpp"
#include "site/mention_settings.hpp"
#include "site/serve_settings.hpp"
#include "templating/value_map.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

constexpr std::int64_t most_per_page = 100000;

class TablesReader;
using ReadEntry = void (TablesReader::*)(const DataEntry&);

struct TableKey {
    std::string_view name;
    ReadEntry read;
};

class TablesReader {
  public:
    TablesReader(DataReader& reader, Configuration& configuration) : reader_(reader), out_(configuration) {}

    void read(const DataNode& root);

  private:
    template <std::size_t size>
    void read_keys(const DataNode& table, std::string_view where, const std::array<TableKey, size>& keys);
    template <std::size_t size>
    void read_table(const DataEntry& entry, const std::array<TableKey, size>& keys);

    void title(const DataEntry& entry) { take(entry, out_.title); }
    void description(const DataEntry& entry) { take(entry, out_.description); }
    void base_url(const DataEntry& entry);
    void language(const DataEntry& entry);
    void utc_offset(const DataEntry& entry);
    void copyright(const DataEntry& entry) { take(entry, out_.copyright); }
    void license_url(const DataEntry& entry) { take(entry, out_.license_url); }
    void author(const DataEntry& entry) { read_author(entry, reader_, out_.author, "[author]"); }
    void languages(const DataEntry& entry) { read_languages(entry, reader_, out_.languages); }
    void taxonomies(const DataEntry& entry) { read_taxonomies(entry, reader_, out_.taxonomies); }
    void menus(const DataEntry& entry) { read_menus(entry, reader_, out_.menus, "[menus]"); }
    void content(const DataEntry& entry);
    void build(const DataEntry& entry);
    void permalinks(const DataEntry& entry) { read_permalinks(entry, reader_, out_.permalinks); }
    void slugs(const DataEntry& entry);
    void pagination(const DataEntry& entry);
    void feeds(const DataEntry& entry);
    void reading(const DataEntry& entry);
    void search(const DataEntry& entry);
    void math(const DataEntry& entry);
    void highlighting(const DataEntry& entry);
    void diagrams(const DataEntry& entry);
    void pictures(const DataEntry& entry);
    void cards(const DataEntry& entry) { read_cards(entry, reader_, out_.cards); }
    void serve(const DataEntry& entry) { check_serve_settings(entry, reader_); }
    void comments(const DataEntry& entry) {
        const CommentSettings settings = read_comment_settings(entry, reader_);
        out_.has_comments = settings.is_enabled;
        out_.has_featured_comments = settings.is_enabled && settings.has_featured;
        out_.commenting = settings.by_kind;
    }
    // A build has no use for these two, but tells what is wrong with them.
    void mail(const DataEntry& entry) { static_cast<void>(read_mail_settings(entry, reader_)); }
    void mentions(const DataEntry& entry) { static_cast<void>(read_mention_settings(entry, reader_)); }
    void theme_settings(const DataEntry& entry) {
        if (const DataNode* table = reader_.table(entry)) out_.theme_settings = to_value(*table);
    }

    void content_folder(const DataEntry& entry) {
        take_folder(entry, out_.content_folder);
        take_place(entry, out_.content_place);
    }
    void default_kind(const DataEntry& entry);
    void ignore(const DataEntry& entry) {
        for (Placed<std::string>& glob : reader_.texts(entry)) out_.ignore.push_back(std::move(glob.value));
    }
    void output_folder(const DataEntry& entry) { take_folder(entry, out_.output_folder); }
    void theme(const DataEntry& entry) {
        take(entry, out_.theme);
        take_place(entry, out_.theme_place);
    }
    void slug_style(const DataEntry& entry);
    void pinyin(const DataEntry& entry);
    void page_size(const DataEntry& entry) { take(entry, out_.page_size, 1, most_per_page); }
    void feed_size(const DataEntry& entry) { take(entry, out_.feeds.size, 1, most_per_page); }
    void feed_full(const DataEntry& entry) { out_.feeds.full = reader_.boolean(entry).value_or(out_.feeds.full); }
    void search_enabled(const DataEntry& entry) { out_.has_search = reader_.boolean(entry).value_or(out_.has_search); }
    void math_enabled(const DataEntry& entry) { take(entry, out_.math.is_enabled); }
    void math_macros(const DataEntry& entry);
    void highlighting_enabled(const DataEntry& entry) { take(entry, out_.has_highlighting); }
    void diagrams_enabled(const DataEntry& entry) { take(entry, out_.has_diagrams); }
    void pictures_enabled(const DataEntry& entry) { take(entry, out_.pictures.is_enabled); }
    void picture_widths(const DataEntry& entry);
    void picture_quality(const DataEntry& entry) { take(entry, out_.pictures.quality, 1, 100); }
    void words_per_minute(const DataEntry& entry) { take(entry, out_.words_per_minute, 1, 10000); }
    void characters_per_minute(const DataEntry& entry) { take(entry, out_.characters_per_minute, 1, 10000); }

    void take(const DataEntry& entry, std::string& out) {
        if (auto text = reader_.text(entry)) out = std::move(*text);
    }
    void take(const DataEntry& entry, bool& out) { out = reader_.boolean(entry).value_or(out); }
    void take(const DataEntry& entry, std::int64_t& out, std::int64_t least, std::int64_t most) {
        out = reader_.integer(entry, least, most).value_or(out);
    }
    static void take_place(const DataEntry& entry, Place& out) {
        out.line = entry.value.place.line;
        out.column = entry.value.place.column;
    }
    void take_folder(const DataEntry& entry, std::string& out);
    void check_folders(const DataNode& root);
    void fill_in();

    DataReader& reader_;
    Configuration& out_;
};

template <std::size_t size>
void TablesReader::read_keys(const DataNode& table, std::string_view where, const std::array<TableKey, size>& keys) {
    for (const DataEntry& entry : table.entries) {
        const auto known =
            std::find_if(keys.begin(), keys.end(), [&](const TableKey& key) { return key.name == entry.key; });
        if (known != keys.end()) {
            (this->*known->read)(entry);
            continue;
        }
        std::array<std::string_view, size> names;
        std::transform(keys.begin(), keys.end(), names.begin(), [](const TableKey& key) { return key.name; });
        reader_.unknown_key(entry, where, names);
    }
}

template <std::size_t size>
void TablesReader::read_table(const DataEntry& entry, const std::array<TableKey, size>& keys) {
    if (const DataNode* table = reader_.table(entry)) read_keys(*table, "[" + entry.key + "]", keys);
}

void TablesReader::read(const DataNode& root) {
    constexpr std::array<TableKey, 29> keys{{{"title", &TablesReader::title},
                                             {"description", &TablesReader::description},
                                             {"base_url", &TablesReader::base_url},
                                             {"language", &TablesReader::language},
                                             {"utc_offset", &TablesReader::utc_offset},
                                             {"copyright", &TablesReader::copyright},
                                             {"license_url", &TablesReader::license_url},
                                             {"author", &TablesReader::author},
                                             {"languages", &TablesReader::languages},
                                             {"taxonomies", &TablesReader::taxonomies},
                                             {"menus", &TablesReader::menus},
                                             {"content", &TablesReader::content},
                                             {"build", &TablesReader::build},
                                             {"permalinks", &TablesReader::permalinks},
                                             {"slugs", &TablesReader::slugs},
                                             {"pagination", &TablesReader::pagination},
                                             {"feeds", &TablesReader::feeds},
                                             {"reading", &TablesReader::reading},
                                             {"search", &TablesReader::search},
                                             {"math", &TablesReader::math},
                                             {"diagrams", &TablesReader::diagrams},
                                             {"highlighting", &TablesReader::highlighting},
                                             {"pictures", &TablesReader::pictures},
                                             {"cards", &TablesReader::cards},
                                             {"serve", &TablesReader::serve},
                                             {"comments", &TablesReader::comments},
                                             {"mail", &TablesReader::mail},
                                             {"mentions", &TablesReader::mentions},
                                             {"theme_settings", &TablesReader::theme_settings}}};
    read_keys(root, "", keys);
    check_folders(root);
    fill_in();
}

void TablesReader::content(const DataEntry& entry) {
    constexpr std::array<TableKey, 3> keys{{{"folder", &TablesReader::content_folder},
                                            {"default_kind", &TablesReader::default_kind},
                                            {"ignore", &TablesReader::ignore}}};
    read_table(entry, keys);
}

void TablesReader::build(const DataEntry& entry) {
    constexpr std::array<TableKey, 2> keys{{{"output", &TablesReader::output_folder}, {"theme", &TablesReader::theme}}};
    read_table(entry, keys);
}

void TablesReader::slugs(const DataEntry& entry) {
    constexpr std::array<TableKey, 2> keys{{{"style", &TablesReader::slug_style}, {"pinyin", &TablesReader::pinyin}}};
    read_table(entry, keys);
}

void TablesReader::pagination(const DataEntry& entry) {
    constexpr std::array<TableKey, 1> keys{{{"size", &TablesReader::page_size}}};
    read_table(entry, keys);
}

void TablesReader::feeds(const DataEntry& entry) {
    constexpr std::array<TableKey, 2> keys{{{"size", &TablesReader::feed_size}, {"full", &TablesReader::feed_full}}};
    read_table(entry, keys);
}

void TablesReader::reading(const DataEntry& entry) {
    constexpr std::array<TableKey, 2> keys{{{"words_per_minute", &TablesReader::words_per_minute},
                                            {"characters_per_minute", &TablesReader::characters_per_minute}}};
    read_table(entry, keys);
}

void TablesReader::search(const DataEntry& entry) {
    constexpr std::array<TableKey, 1> keys{{{"enabled", &TablesReader::search_enabled}}};
    read_table(entry, keys);
}

void TablesReader::math(const DataEntry& entry) {
    constexpr std::array<TableKey, 2> keys{
        {{"enabled", &TablesReader::math_enabled}, {"macros", &TablesReader::math_macros}}};
    read_table(entry, keys);
}

void TablesReader::math_macros(const DataEntry& entry) {
    const DataNode* table = reader_.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& macro : table->entries) {
        if (!is_macro_name(macro.key)) {
            reader_.report(macro.value.place, "'" + macro.key + "' is no name of a macro",
                           "write a backslash and letters, for example \"\\\\RR\"");
        } else if (auto meaning = reader_.text(macro)) {
            out_.math.macros.emplace(macro.key, std::move(*meaning));
        }
    }
}

void TablesReader::highlighting(const DataEntry& entry) {
    constexpr std::array<TableKey, 1> keys{{{"enabled", &TablesReader::highlighting_enabled}}};
    read_table(entry, keys);
}

void TablesReader::diagrams(const DataEntry& entry) {
    constexpr std::array<TableKey, 1> keys{{{"enabled", &TablesReader::diagrams_enabled}}};
    read_table(entry, keys);
}

void TablesReader::pictures(const DataEntry& entry) {
    constexpr std::array<TableKey, 3> keys{{{"enabled", &TablesReader::pictures_enabled},
                                            {"widths", &TablesReader::picture_widths},
                                            {"quality", &TablesReader::picture_quality}}};
    read_table(entry, keys);
}

void TablesReader::picture_widths(const DataEntry& entry) {
    constexpr std::size_t most_widths = 12;
    constexpr std::int64_t most_pixels = 16'383;  // of WebP
    const DataNode* list = reader_.list(entry);
    if (list == nullptr) return;
    out_.pictures.widths.clear();
    for (const DataNode& item : list->items) {
        const bool is_width = item.kind == DataKind::Integer && item.integer >= 1 && item.integer <= most_pixels;
        if (!is_width || out_.pictures.widths.size() == most_widths) {
            return reader_.report(item.place, "'widths' holds what is no width of a picture",
                                  "write at most 12 whole numbers from 1 to 16383: widths = [480, 800, 1200]");
        }
        out_.pictures.widths.push_back(static_cast<std::uint32_t>(item.integer));
    }
}

void TablesReader::base_url(const DataEntry& entry) {
    auto url = reader_.text(entry);
    if (!url) return;
    const text::UrlParts parts = text::split_url(*url);
    if (!text::is_web_url(*url) || parts.query || parts.fragment) {
        reader_.report(entry.value.place, "'base_url' is not the absolute address of a site: '" + *url + "'",
                       "write it as https://example.org/ or https://example.org/blog/");
        return;
    }
    if (!url->ends_with('/')) *url += '/';
    out_.base_url = std::move(*url);
}

void TablesReader::language(const DataEntry& entry) {
    take(entry, out_.language);
    check_language_code(out_.language, entry.value.place, reader_);
}

void TablesReader::utc_offset(const DataEntry& entry) {
    const auto text = reader_.text(entry);
    if (!text) return;
    if (const auto seconds = parse_utc_offset(*text)) {
        out_.utc_offset_seconds = *seconds;
    } else {
        reader_.report(entry.value.place, "'utc_offset' is not an offset: '" + *text + "'",
                       "write it as \"+08:00\" or \"-05:30\"");
    }
}

void TablesReader::take_folder(const DataEntry& entry, std::string& out) {
    auto folder = reader_.text(entry);
    if (!folder) return;
    while (folder->size() > 1 && folder->ends_with('/')) folder->pop_back();
    if (folder->empty() || folder->find('\0') != std::string::npos) {
        reader_.report(entry.value.place, "'" + entry.key + "' names no folder", "write a folder's name");
        return;
    }
    out = std::move(*folder);
}

// An output folder that is the site or holds its content would be cleaned away with it.
void TablesReader::check_folders(const DataNode& root) {
    const auto normal = [](std::string_view folder) {
        std::string path = text::remove_dot_segments("/" + std::string(folder));
        while (path.ends_with('/')) path.pop_back();
        return path;
    };
    const std::string output = normal(out_.output_folder);
    const std::string content = normal(out_.content_folder);
    const bool climbs = out_.output_folder.starts_with("..") || out_.content_folder.starts_with("..");
    const bool inside = !climbs && (content == output || content.starts_with(output + "/"));
    if (!output.empty() && !inside && out_.output_folder != "..") return;
    const DataNode* table = root.find("build");
    const DataNode* node = table != nullptr ? table->find("output") : nullptr;
    if (node == nullptr) {
        table = root.find("content");
        node = table != nullptr ? table->find("folder") : nullptr;
    }
    reader_.report(
        node != nullptr ? node->place : DataPlace{1, 1},
        "the output folder '" + out_.output_folder + "' holds the content folder '" + out_.content_folder + "'",
        "write the output to a folder of its own, such as \"public\"");
}

void TablesReader::default_kind(const DataEntry& entry) {
    const auto name = reader_.text(entry);
    if (name && kind_named(*name)) out_.default_kind = *name;
    if (!name || kind_named(*name)) return;
    std::array<std::string_view, all_kinds.size()> names;
    std::transform(all_kinds.begin(), all_kinds.end(), names.begin(), [](Kind kind) { return name_of(kind); });
    const auto near = text::nearest(*name, names);
    reader_.report(entry.value.place, "unknown kind '" + *name + "'",
                   near ? "did you mean '" + std::string(*near) + "'?" : "write article, talk, note, project or page");
}

void TablesReader::slug_style(const DataEntry& entry) {
    const auto name = reader_.text(entry);
    if (!name) return;
    constexpr std::array<std::string_view, 2> names{"pinyin", "characters"};
    if (*name == names[0]) {
        out_.slug_style = SlugStyle::Pinyin;
    } else if (*name == names[1]) {
        out_.slug_style = SlugStyle::Characters;
    } else {
        const auto near = text::nearest(*name, names);
        reader_.report(entry.value.place, "unknown style of slugs '" + *name + "'",
                       near ? "did you mean '" + std::string(*near) + "'?" : "write \"pinyin\" or \"characters\"");
    }
}

void TablesReader::pinyin(const DataEntry& entry) {
    const DataNode* table = reader_.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& word : table->entries) {
        if (auto pinyin_reading = reader_.text(word)) out_.pinyin.emplace(word.key, std::move(*pinyin_reading));
    }
}

void TablesReader::fill_in() {
    const auto found = std::find_if(out_.languages.begin(), out_.languages.end(),
                                    [&](const Language& language) { return language.code == out_.language; });
    if (found == out_.languages.end()) {
        out_.languages.insert(
            out_.languages.begin(),
            Language{.code = out_.language, .name = {}, .title = {}, .description = {}, .author = {}, .menus = {}});
    } else {
        std::rotate(out_.languages.begin(), found, found + 1);
    }
    if (out_.taxonomies.empty()) out_.taxonomies.push_back({"tags", "tag", {{"en", "Tags"}, {"zh", "标签"}}});
}

}  // namespace

void read_configuration_tables(const DataNode& root, DataReader& reader, Configuration& configuration) {
    TablesReader(reader, configuration).read(root);
}

}  // namespace byline::site
