#include "site/serve_settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "site/toml_reading.hpp"

namespace byline::site {
namespace {

constexpr std::int64_t last_port = 65535;
constexpr std::int64_t most_threads = 256;
constexpr std::int64_t most_connections = 1'000'000;
constexpr std::int64_t most_memory_mb = std::int64_t{1024} * 1024;

using TakeSetting = void (*)(const DataEntry&, DataReader&, ServeSettings&);

struct SettingKey {
    std::string_view name;
    TakeSetting take;
};

template <std::string ServeSettings::*member>
void take_text(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    if (auto text = reader.text(entry)) settings.*member = std::move(*text);
}

template <std::int64_t ServeSettings::*member, std::int64_t least, std::int64_t most>
void take_number(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    settings.*member = reader.integer(entry, least, most).value_or(settings.*member);
}

// One of the words that the key knows.
template <std::string ServeSettings::*member, std::size_t size>
void take_word(const DataEntry& entry, DataReader& reader, ServeSettings& settings,
               const std::array<std::string_view, size>& words) {
    const auto text = reader.text(entry);
    if (!text) return;
    if (std::find(words.begin(), words.end(), *text) != words.end()) {
        settings.*member = *text;
        return;
    }
    std::string choices;
    for (const std::string_view word : words) choices += (choices.empty() ? "\"" : ", \"") + std::string(word) + "\"";
    reader.report(entry.value.place, "'" + *text + "' is nothing that " + entry.key + " can be",
                  "write one of " + choices);
}

void take_form(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    constexpr std::array<std::string_view, 2> words{"combined", "json"};
    take_word<&ServeSettings::access_log_form>(entry, reader, settings, words);
}

void take_addresses(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    constexpr std::array<std::string_view, 3> words{"shortened", "whole", "none"};
    take_word<&ServeSettings::access_log_addresses>(entry, reader, settings, words);
}

void take_proxies(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    settings.trusted_proxies = reader.texts(entry);
}

void take_watch(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    settings.watch = reader.boolean(entry).value_or(settings.watch);
}

// It becomes a line of a head, where a line break would begin another header.
void take_policy(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    auto text = reader.text(entry);
    if (!text) return;
    const bool is_line = std::all_of(text->begin(), text->end(), [](char c) { return c >= ' ' && c < 0x7F; });
    if (is_line) {
        settings.content_security_policy = std::move(*text);
        return;
    }
    reader.report(entry.value.place, "the policy has a line break or a character that is not ASCII",
                  "write it in one line");
}

constexpr std::array<SettingKey, 17> setting_keys{{
    {"address", take_text<&ServeSettings::address>},
    {"port", take_number<&ServeSettings::port, 1, last_port>},
    {"tls_certificate", take_text<&ServeSettings::tls_certificate>},
    {"tls_key", take_text<&ServeSettings::tls_key>},
    {"redirect_port", take_number<&ServeSettings::redirect_port, 0, last_port>},
    {"trusted_proxies", take_proxies},
    {"access_log", take_text<&ServeSettings::access_log>},
    {"access_log_form", take_form},
    {"access_log_addresses", take_addresses},
    {"metrics_port", take_number<&ServeSettings::metrics_port, 0, last_port>},
    {"threads", take_number<&ServeSettings::threads, 0, most_threads>},
    {"connections", take_number<&ServeSettings::connections, 1, most_connections>},
    {"connections_per_network", take_number<&ServeSettings::connections_per_network, 1, most_connections>},
    {"memory_mb", take_number<&ServeSettings::memory_mb, 1, most_memory_mb>},
    {"content_security_policy", take_policy},
    {"database", take_text<&ServeSettings::database>},
    {"watch", take_watch},
}};

}  // namespace

void read_serve_settings(const DataEntry& entry, DataReader& reader, ServeSettings& settings) {
    const DataNode* const table = reader.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& setting : table->entries) {
        const auto* const known = std::find_if(setting_keys.begin(), setting_keys.end(),
                                               [&](const SettingKey& key) { return key.name == setting.key; });
        if (known != setting_keys.end()) {
            known->take(setting, reader, settings);
            continue;
        }
        std::array<std::string_view, setting_keys.size()> names;
        std::transform(setting_keys.begin(), setting_keys.end(), names.begin(),
                       [](const SettingKey& key) { return key.name; });
        reader.unknown_key(setting, "[serve]", names);
    }
    if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
        reader.report(entry.place, "TLS needs both a certificate and its key",
                      "set tls_certificate and tls_key in [serve]");
    }
}

ServeSettings read_serve_settings(std::string_view bytes, std::string_view path, Diagnostics& diagnostics) {
    ServeSettings settings;
    const Result<DataNode> root = parse_toml(bytes, path);
    if (!root) return settings;  // told by whoever reads the rest
    DataReader reader(bytes, path, diagnostics);
    for (const DataEntry& entry : root->entries) {
        if (entry.key == "serve") read_serve_settings(entry, reader, settings);
    }
    return settings;
}

}  // namespace byline::site
