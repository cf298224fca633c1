#include "site/mention_settings.hpp"

#include <array>

#include "site/toml_reading.hpp"

namespace byline::site {

MentionSettings read_mention_settings(const DataEntry& entry, DataReader& reader) {
    MentionSettings settings;
    const DataNode* const table = reader.table(entry);
    if (table == nullptr) return settings;
    constexpr std::array<std::string_view, 2> names{"receive", "send"};
    for (const DataEntry& setting : table->entries) {
        if (setting.key == "receive") {
            settings.receives = reader.boolean(setting).value_or(settings.receives);
        } else if (setting.key == "send") {
            settings.sends = reader.boolean(setting).value_or(settings.sends);
        } else {
            reader.unknown_key(setting, "[mentions]", names);
        }
    }
    return settings;
}

MentionSettings read_mention_settings(std::string_view bytes, std::string_view path, Diagnostics& diagnostics) {
    const Result<DataNode> root = parse_toml(bytes, path);
    if (!root) return {};  // told by whoever reads the rest
    DataReader reader(bytes, path, diagnostics);
    for (const DataEntry& entry : root->entries) {
        if (entry.key == "mentions") return read_mention_settings(entry, reader);
    }
    return {};
}

}  // namespace byline::site
