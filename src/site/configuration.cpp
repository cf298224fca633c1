#include "site/configuration.hpp"

#include <algorithm>

#include "site/configuration_tables.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"
#include "site/toml_reading.hpp"
#include "templating/value_map.hpp"

namespace byline::site {

const Language& Configuration::language_named(std::string_view code) const {
    const auto found =
        std::find_if(languages.begin(), languages.end(), [&](const Language& other) { return other.code == code; });
    return found != languages.end() ? *found : languages.front();
}

bool Configuration::has_language(std::string_view code) const {
    return std::any_of(languages.begin(), languages.end(), [&](const Language& other) { return other.code == code; });
}

ConfigurationReading read_configuration(std::string_view bytes, std::string_view path) {
    ConfigurationReading reading;
    reading.digest = text::digest_of(bytes);
    DataReader reader(bytes, path, reading.diagnostics);
    DataNode root;
    root.kind = DataKind::Map;
    if (Result<DataNode> parsed = parse_toml(bytes, path)) {
        root = std::move(*parsed);
    } else {
        reader.report(std::move(parsed).error());
        reading.is_readable = Readable::No;
    }
    reading.configuration.theme_settings = templating::Value::map({});
    read_configuration_tables(root, reader, reading.configuration);
    reader.sort_reports();
    return reading;
}

}  // namespace byline::site
