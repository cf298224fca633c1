// What holds for every input whatever its bytes; asked by the fuzzers, and by the tests of all fixtures.
// Functions without state. A property that does not hold ends the process.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "site/configuration.hpp"
#include "site/data_file.hpp"
#include "site/diagnostics_codec.hpp"
#include "site/flat_yaml.hpp"
#include "site/front_matter.hpp"
#include "site/front_matter_block.hpp"
#include "site/work_codec.hpp"
#include "site/work_fields.hpp"
#include "site/yaml_reading.hpp"
#include "templating/value_map.hpp"

namespace byline::site {

inline void require(bool holds, const char* property) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

// An error that a person can act on: it stands in the file, says what is wrong and what to do.
inline void require_helpful(const Error& error, std::string_view path, std::size_t size) {
    require(!error.message.empty(), "an error has a message");
    require(!error.remedy.empty(), "an error has a remedy");
    require(error.place.file == path, "an error names its file");
    require(error.place.line <= size + 2, "an error stands in its file");
    require(error.code == ErrorCode::Content, "what is wrong with a file is the writer's to mend");
}

inline bool reads_alike(const DataNode& a, const DataNode& b) {
    const auto is_alike_entry = [](const DataEntry& x, const DataEntry& y) {
        return x.key == y.key && x.place == y.place && reads_alike(x.value, y.value);
    };
    return a.kind == b.kind && a.place == b.place && a.boolean == b.boolean && a.integer == b.integer &&
           (a.number == b.number || (std::isnan(a.number) && std::isnan(b.number))) && a.text == b.text &&
           std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), reads_alike) &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(), is_alike_entry);
}

// Says whether it was flat.
inline bool require_of_flat_yaml(std::string_view bytes) {
    const auto flat = read_flat_yaml(bytes, 2);
    if (!flat) return false;
    const auto whole = parse_yaml(bytes, "a.md", 2);
    require(whole && reads_alike(*flat, *whole), "flat YAML is read as libyaml reads it");
    return true;
}

inline void require_of_front_matter(std::string_view bytes) {
    const FrontMatterBlock block = find_front_matter(bytes);
    if (block.format == FrontMatterFormat::Yaml && block.closed) static_cast<void>(require_of_flat_yaml(block.text));
    static const Configuration configuration = [] {
        Configuration made;
        made.taxonomies = {{"tags", "tag", {}}, {"categories", "category", {}}};
        return made;
    }();
    const FrontMatterReading reading = read_front_matter(bytes, "a.md", configuration);
    require(reading.body_offset <= bytes.size(), "the body begins in the file");
    require(reading.body_line >= 1, "lines are counted from 1");
    require(reading.metadata.extra.is_map(), "extra is a map");
    for (const Diagnostic& diagnostic : reading.diagnostics) {
        require_helpful(diagnostic.error, "a.md", bytes.size());
        require(diagnostic.error.place.line > 0, "a fault of front matter has a line");
    }
}

inline void require_of_configuration(std::string_view bytes) {
    const ConfigurationReading reading = read_configuration(bytes, "byline.toml");
    for (const Diagnostic& diagnostic : reading.diagnostics) {
        require_helpful(diagnostic.error, "byline.toml", bytes.size());
    }
    const Configuration& configuration = reading.configuration;
    require(!configuration.languages.empty(), "there is a language");
    require(configuration.languages.front().code == configuration.language, "the default language stands first");
    require(configuration.base_url.ends_with('/'), "the base URL ends with a slash");
    require(!configuration.taxonomies.empty() || !reading.diagnostics.empty(), "there is a taxonomy");
    require(configuration.page_size > 0 && configuration.words_per_minute > 0, "sizes are above zero");
}

// `path` ends as the format is named.
inline void require_of_data_file(std::string_view bytes, const std::string& path) {
    const auto value = parse_data_file(bytes, path);
    if (!value) require_helpful(value.error(), path, bytes.size());
}

inline void require_of_encoded_work(std::string_view bytes) {
    const auto work = decode_work(bytes);
    if (!work) return;
    std::string again;
    encode_work(*work, again);
    require(again == bytes, "a work has one encoding");
    const auto twin = decode_work(again);
    require(twin && changed_fields(*work, *twin).empty(), "equal encodings are of equal works");
    WorkFields::all().for_each(
        [&](WorkField field) { require(describe(*work, field).size() <= 60 * 4, "a description is short"); });
}

inline void require_of_encoded_diagnostics(std::string_view bytes) {
    const auto diagnostics = decode_diagnostics(bytes);
    if (!diagnostics) return;
    std::string again;
    encode_diagnostics(*diagnostics, again);
    require(again == bytes, "diagnostics have one encoding");
}

}  // namespace byline::site
