#include "site/theme.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "site/data_file.hpp"
#include "site/embedded_theme.hpp"
#include "site/style_sheet.hpp"
#include "templating/value_map.hpp"
#include "text/digest.hpp"
#include "text/nearest.hpp"

namespace byline::site {
namespace {

using templating::Value;
using templating::ValueMap;

constexpr std::int64_t most_theme_file_bytes = 32 << 20;

// Before the name of a template: the default theme's, whatever the site puts in its place.
constexpr std::string_view default_prefix = "default:";

class ThemeLoader final : public templating::Loader {
  public:
    explicit ThemeLoader(const Theme& theme) : theme_(theme) {}

    [[nodiscard]] Result<std::optional<templating::TemplateSource>> load(std::string_view name) override {
        const ThemeFile* file = theme_.find_template(name);
        if (file == nullptr) return std::optional<templating::TemplateSource>();
        return std::optional(templating::TemplateSource{file->bytes, file->displayed_path});
    }

    [[nodiscard]] std::vector<std::string> names() const override {
        std::vector<std::string> names;
        constexpr std::string_view templates = "templates/";
        for (const std::string_view path : theme_.paths_below(templates))
            names.emplace_back(path.substr(templates.size()));
        for (const std::string_view path : theme_.paths_below("components/")) names.emplace_back(path);
        return names;
    }

  private:
    const Theme& theme_;
};

// The name of the theme folder that is most like `name`; empty when none is.
std::string nearest_theme(const disk::Disk& disk, const std::string& site_folder, std::string_view name) {
    std::vector<Error> failed;
    const auto entries = disk.list(site_folder + "/themes", disk::DotNames::Skip, failed);
    if (!entries) return {};
    std::vector<std::string_view> names{"default"};
    for (const disk::Entry& entry : *entries) {
        const std::string_view path = entry.path;
        if (path.find('/') == std::string_view::npos) names.push_back(path);
    }
    return std::string(text::nearest(name, names).value_or(""));
}

bool is_embedded(std::string_view path) {
    return std::ranges::any_of(embedded_theme(), [&](const EmbeddedFile& file) { return file.path == path; });
}

// Both maps in one; where both have a map under a key, these are merged in turn.
Value merged(const Value& under, const Value& over) {
    ValueMap result;
    if (under.is_map()) {
        for (const auto& [key, value] : under.as_map()) result.set(key, value);
    }
    if (over.is_map()) {
        for (const auto& [key, value] : over.as_map()) {
            const Value* existing = result.find(key);
            const bool are_maps = existing != nullptr && existing->is_map() && value.is_map();
            result.set(key, are_maps ? merged(*existing, value) : value);
        }
    }
    return Value::map(std::move(result));
}

}  // namespace

Theme::Reading Theme::load(const disk::Disk& disk, const std::string& site_folder, const Configuration& configuration) {
    Reading reading;
    Theme& theme = reading.theme;
    const auto report = [&](Error error) { reading.diagnostics.push_back({Severity::Error, std::move(error)}); };
    for (const EmbeddedFile& file : embedded_theme()) {
        theme.files_.insert_or_assign(std::string(file.path),
                                      ThemeFile{std::string(file.bytes), fmt::format("(default theme)/{}", file.path)});
    }
    std::map<std::string, std::string> own_tables;  // bytes by path, of what adds to the default's file of that name
    text::DigestBuilder digest;
    const std::string shown = fmt::format("themes/{}/", configuration.theme);
    const std::string folder =
        fmt::format("{}/themes/{}", site_folder.empty() ? "." : site_folder, configuration.theme);
    if (disk.exists(folder)) {
        std::vector<Error> failed;
        auto listed = disk.list(folder, disk::DotNames::Skip, failed);
        const std::vector<disk::Entry> entries = listed ? *listed : std::vector<disk::Entry>();
        if (!listed) report(std::move(listed).error());
        for (Error& error : failed) report(std::move(error));
        for (const disk::Entry& entry : entries) {
            if (entry.kind == disk::EntryKind::Link) {
                report(content_error("symbolic link in a theme; links are not followed there",
                                     "copy the file into the theme", Place{shown + entry.path, 0, 0}));
            }
            if (entry.kind != disk::EntryKind::File) continue;
            auto bytes = disk.read(folder + "/" + entry.path, most_theme_file_bytes);
            if (!bytes) {
                report(std::move(bytes).error());
                continue;
            }
            digest.add(entry.path).add(*bytes);
            // A translation file of the site's adds to the default's phrases, rather than taking them away.
            if (entry.path.starts_with("i18n/") || entry.path == "theme.toml")
                own_tables.emplace(entry.path, std::move(*bytes));
            else
                theme.override_file(entry.path, ThemeFile{std::move(*bytes), shown + entry.path});
        }
    } else if (configuration.theme != "default") {
        const auto near = nearest_theme(disk, site_folder, configuration.theme);
        report(content_error(fmt::format("no theme '{}'", configuration.theme),
                             near.empty() ? fmt::format("make the folder {}, or remove `theme` from [build]", shown)
                                          : fmt::format("did you mean '{}'?", near),
                             configuration.theme_place));
    }

    const auto read_tables = [&](const std::string& path) {
        Value tables = Value::map(ValueMap());
        const auto add = [&](Result<Value> table) {
            if (table)
                tables = merged(tables, *table);
            else
                report(std::move(table).error());
        };
        if (const ThemeFile* embedded = theme.find(path))
            add(parse_data_file(embedded->bytes, embedded->displayed_path));
        if (const auto own = own_tables.find(path); own != own_tables.end())
            add(parse_data_file(own->second, shown + path));
        return tables;
    };
    theme.settings_ = merged(read_tables("theme.toml").attribute("settings"), configuration.theme_settings);
    theme.phrases_.emplace("en", read_tables("i18n/en.toml"));
    for (const Language& language : configuration.languages) {
        if (language.code != "en")
            theme.phrases_.emplace(language.code, read_tables("i18n/" + language.code + ".toml"));
    }
    theme.compose_style_sheet(Place{shown + "theme.toml", 0, 0}, reading.diagnostics);
    theme.digest_ = digest.digest();
    return reading;
}

void Theme::override_file(const std::string& path, ThemeFile file) {
    const auto existing = files_.find(path);
    // A template that takes the place of the default's can still extend it.
    if (existing != files_.end() && path.ends_with(".html"))
        files_.insert_or_assign(std::string(default_prefix) + path, std::move(existing->second));
    files_.insert_or_assign(path, std::move(file));
}

void Theme::compose_style_sheet(const Place& place, Diagnostics& diagnostics) {
    const auto sheet = files_.find("assets/style.css");
    if (sheet == files_.end()) return;
    std::string& css = sheet->second.bytes;
    css = compact_css(css);
    const auto text_of = [&](std::string_view name) {
        const Value value = settings_.attribute(name);
        return value.is_string() ? std::string(value.as_string_view()) : std::string();
    };
    const std::string light = text_of("accent_light");
    const std::string dark = text_of("accent_dark");
    const Value named = settings_.attribute("accents").attribute(text_of("accent"));
    ValueMap accents = named.is_map() ? named.as_map() : ValueMap();
    if (!light.empty() || !dark.empty()) {
        accents.set("accent-light", Value::string(light.empty() ? dark : light));
        accents.set("accent-dark", Value::string(dark.empty() ? light : dark));
    }
    const Value variables = merged(Value::map(std::move(accents)), settings_.attribute("variables"));
    css += variables_css(variables, place, diagnostics);
    if (const auto custom = files_.find("assets/custom.css"); custom != files_.end()) {
        css += compact_css(custom->second.bytes);
        files_.erase(custom);
    }
}

const ThemeFile* Theme::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Theme::paths_below(std::string_view folder) const {
    std::vector<std::string_view> paths;
    for (auto file = files_.lower_bound(folder); file != files_.end() && file->first.starts_with(folder); ++file) {
        paths.emplace_back(file->first);
    }
    return paths;
}

templating::Value Theme::phrase(std::string_view key, std::string_view language) const {
    // "zh-Hant" falls back to "zh", and everything to English.
    for (const std::string_view code : {language, language.substr(0, language.find('-')), std::string_view("en")}) {
        const auto phrases = phrases_.find(code);
        if (phrases == phrases_.end()) continue;
        Value phrase = phrases->second.attribute(key);
        if (!phrase.is_undefined()) return phrase;
    }
    return {};
}

const ThemeFile* Theme::find_template(std::string_view name) const {
    if (name.starts_with(default_prefix)) {
        const std::string_view of_default = name.substr(default_prefix.size());
        const bool is_component = of_default.starts_with("components/");
        const std::string path = is_component ? std::string(of_default) : fmt::format("templates/{}", of_default);
        if (const ThemeFile* overridden = find(std::string(default_prefix) + path)) return overridden;
        const ThemeFile* file = find(path);
        return file != nullptr && is_embedded(path) ? file : nullptr;
    }
    return name.starts_with("components/") ? find(name) : find(fmt::format("templates/{}", name));
}

std::unique_ptr<templating::Loader> Theme::template_loader() const {
    return std::make_unique<ThemeLoader>(*this);
}

}  // namespace byline::site
