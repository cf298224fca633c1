#include "site/comment_settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "site/toml_reading.hpp"
#include "text/ascii.hpp"

namespace byline::site {
namespace {

constexpr std::int64_t most_edit_minutes = std::int64_t{60} * 24;
constexpr std::int64_t most_days = 36'500;
constexpr std::int64_t most_links_of_all = 100;
constexpr std::int64_t most_least_seconds = 60;
constexpr std::int64_t most_posts = 1'000'000;

void take_hold(const DataEntry& entry, DataReader& reader, CommentSettings& settings) {
    const auto text = reader.text(entry);
    if (!text) return;
    if (*text == "first" || *text == "all" || *text == "none") {
        settings.hold = *text;
    } else {
        reader.report(entry.value.place, "'" + *text + "' is nothing that hold can be",
                      "write one of \"first\", \"all\", \"none\"");
    }
}

void take_kinds(const DataEntry& entry, DataReader& reader, CommentSettings& settings) {
    const DataNode* const table = reader.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& setting : table->entries) {
        const std::optional<Kind> kind = kind_named(setting.key);
        if (!kind) {
            std::array<std::string_view, all_kinds.size()> names;
            std::transform(all_kinds.begin(), all_kinds.end(), names.begin(), [](Kind one) { return name_of(one); });
            reader.unknown_key(setting, "[comments.kinds]", names);
            continue;
        }
        const Commenting commenting = read_commenting(setting, reader);
        if (commenting != Commenting::Unset) settings.by_kind[static_cast<std::size_t>(*kind)] = commenting;
    }
}

}  // namespace

std::optional<Commenting> commenting_named(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, Commenting>, 8> words{{{"true", Commenting::Open},
                                                                            {"yes", Commenting::Open},
                                                                            {"on", Commenting::Open},
                                                                            {"open", Commenting::Open},
                                                                            {"closed", Commenting::Closed},
                                                                            {"false", Commenting::Off},
                                                                            {"no", Commenting::Off},
                                                                            {"off", Commenting::Off}}};
    for (const auto& [name, commenting] : words) {
        if (text::equal_but_case(name, word)) return commenting;
    }
    return std::nullopt;
}

Commenting read_commenting(const DataEntry& entry, DataReader& reader) {
    const std::string remedy = "write true, false, or \"closed\" to show what was said and take nothing new";
    if (entry.value.kind == DataKind::Null) return Commenting::Unset;
    if (entry.value.kind == DataKind::Bool) return entry.value.boolean ? Commenting::Open : Commenting::Off;
    if (!is_scalar(entry.value)) {
        reader.wrong_type(entry, "true, false or \"closed\"", remedy);
        return Commenting::Unset;
    }
    const std::optional<Commenting> named = commenting_named(entry.value.text);
    if (!named) {
        reader.report(entry.value.place, "'" + entry.value.text + "' is nothing that '" + entry.key + "' can be",
                      remedy);
    }
    return named.value_or(Commenting::Unset);
}

CommentSettings read_comment_settings(const DataEntry& entry, DataReader& reader) {
    CommentSettings settings;
    const DataNode* const table = reader.table(entry);
    if (table == nullptr) return settings;
    constexpr std::array<std::string_view, 11> names{"enabled",       "featured",         "kinds",      "hold",
                                                     "edit_minutes",  "close_after_days", "most_links", "least_seconds",
                                                     "most_a_minute", "most_a_day",       "block_list"};
    const auto number = [&](const DataEntry& setting, std::int64_t& value, std::int64_t most) {
        value = reader.integer(setting, 0, most).value_or(value);
    };
    for (const DataEntry& setting : table->entries) {
        if (setting.key == "enabled") {
            settings.is_enabled = reader.boolean(setting).value_or(false);
        } else if (setting.key == "featured") {
            settings.has_featured = reader.boolean(setting).value_or(true);
        } else if (setting.key == "kinds") {
            take_kinds(setting, reader, settings);
        } else if (setting.key == "hold") {
            take_hold(setting, reader, settings);
        } else if (setting.key == "edit_minutes") {
            number(setting, settings.edit_minutes, most_edit_minutes);
        } else if (setting.key == "close_after_days") {
            number(setting, settings.close_after_days, most_days);
        } else if (setting.key == "most_links") {
            number(setting, settings.most_links, most_links_of_all);
        } else if (setting.key == "least_seconds") {
            number(setting, settings.least_seconds, most_least_seconds);
        } else if (setting.key == "most_a_minute") {
            number(setting, settings.most_a_minute, most_posts);
        } else if (setting.key == "most_a_day") {
            number(setting, settings.most_a_day, most_posts);
        } else if (setting.key == "block_list") {
            settings.block_list = reader.text(setting).value_or("");
        } else {
            reader.unknown_key(setting, "[comments]", names);
        }
    }
    return settings;
}

CommentSettings read_comment_settings(std::string_view bytes, std::string_view path, Diagnostics& diagnostics) {
    const Result<DataNode> root = parse_toml(bytes, path);
    if (!root) return {};  // told by whoever reads the rest
    DataReader reader(bytes, path, diagnostics);
    for (const DataEntry& entry : root->entries) {
        if (entry.key == "comments") return read_comment_settings(entry, reader);
    }
    return {};
}

}  // namespace byline::site
