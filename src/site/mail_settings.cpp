#include "site/mail_settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "site/toml_reading.hpp"

namespace byline::site {
namespace {

constexpr std::int64_t largest_port = 65535;
constexpr std::int64_t most_author_minutes = std::int64_t{60} * 24 * 7;

using TakeMail = void (*)(const DataEntry&, DataReader&, MailSettings&);

struct MailKey {
    std::string_view name;
    TakeMail take;
};

template <std::string MailSettings::*member>
void take_text_of_mail(const DataEntry& entry, DataReader& reader, MailSettings& settings) {
    if (auto text = reader.text(entry)) settings.*member = std::move(*text);
}

template <Placed<std::string> MailSettings::*member>
void take_placed(const DataEntry& entry, DataReader& reader, MailSettings& settings) {
    if (auto text = reader.placed_text(entry)) settings.*member = std::move(*text);
}

// What every mail address has; the server that sends looks closer.
bool looks_like_address(std::string_view text) {
    const std::size_t at = text.find('@');
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
    return is_plain && at != 0 && at != std::string_view::npos && at + 1 < text.size() && at == text.rfind('@') &&
           text.find_first_of("<>,;:\"\\()[]") == std::string_view::npos;
}

template <Placed<std::string> MailSettings::*member>
void take_address(const DataEntry& entry, DataReader& reader, MailSettings& settings) {
    auto text = reader.placed_text(entry);
    if (!text) return;
    if (text->value.empty() || looks_like_address(text->value)) {
        settings.*member = std::move(*text);
        return;
    }
    reader.report(entry.value.place, "'" + text->value + "' is no mail address",
                  "write the address alone, like \"comments@example.org\"");
}

void take_server(const DataEntry& entry, DataReader& reader, MailSettings& settings) {
    auto text = reader.placed_text(entry);
    if (!text) return;
    const bool is_host = std::all_of(text->value.begin(), text->value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == ':';
    });
    const bool has_port = std::count(text->value.begin(), text->value.end(), ':') == 1;
    if (is_host && !has_port) {
        settings.server = std::move(*text);
        return;
    }
    reader.report(entry.value.place, "'" + text->value + "' is no name of a mail server",
                  has_port ? "write the port as a key of its own: port = 587" : "write one like \"smtp.example.org\"");
}

void take_security(const DataEntry& entry, DataReader& reader, MailSettings& settings) {
    auto text = reader.text(entry);
    if (!text) return;
    if (*text == "starttls" || *text == "tls" || *text == "none") {
        settings.security = std::move(*text);
        return;
    }
    reader.report(entry.value.place, "'" + *text + "' is nothing that security can be",
                  "write one of \"starttls\", \"tls\", \"none\"");
}

// byline.toml lies in git, and what lies there is no secret.
void refuse_password(const DataEntry& entry, DataReader& reader, MailSettings& /*settings*/) {
    reader.report(entry.place, "a password in byline.toml is read by everybody who reads the site's folder",
                  "put it into a file that only you may read, and name that: password_file = \"data/mail-password\"; "
                  "or set BYLINE_MAIL_PASSWORD");
}

template <std::int64_t MailSettings::*member, std::int64_t least, std::int64_t most>
void take_count(const DataEntry& entry, DataReader& reader, MailSettings& settings) {
    settings.*member = reader.integer(entry, least, most).value_or(settings.*member);
}

constexpr std::array<MailKey, 12> mail_keys{{
    {"server", take_server},
    {"port", take_count<&MailSettings::port, 1, largest_port>},
    {"security", take_security},
    {"user", take_text_of_mail<&MailSettings::user>},
    {"password_file", take_placed<&MailSettings::password_file>},
    {"authorities_file", take_text_of_mail<&MailSettings::authorities_file>},
    {"from", take_address<&MailSettings::from>},
    {"from_name", take_text_of_mail<&MailSettings::from_name>},
    {"reply_to", take_address<&MailSettings::reply_to>},
    {"author", take_address<&MailSettings::author>},
    {"author_minutes", take_count<&MailSettings::author_minutes, 0, most_author_minutes>},
    {"password", refuse_password},
}};

}  // namespace

MailSettings read_mail_settings(const DataEntry& entry, DataReader& reader) {
    MailSettings settings;
    const DataNode* const table = reader.table(entry);
    if (table == nullptr) return settings;
    bool names_sender = false;
    for (const DataEntry& setting : table->entries) {
        const auto* const known = std::find_if(mail_keys.begin(), mail_keys.end(),
                                               [&](const MailKey& key) { return key.name == setting.key; });
        names_sender = names_sender || setting.key == "from";
        if (known != mail_keys.end()) {
            known->take(setting, reader, settings);
            continue;
        }
        std::array<std::string_view, mail_keys.size() - 1> names;  // a password is nothing to be guessed
        std::transform(mail_keys.begin(), mail_keys.end() - 1, names.begin(),
                       [](const MailKey& key) { return key.name; });
        reader.unknown_key(setting, "[mail]", names);
    }
    if (!settings.server.value.empty() && !names_sender) {
        reader.report(entry.place, "[mail] does not say who letters are from",
                      "add: from = \"comments@example.org\", an address that the mail server lets you send from");
    }
    return settings;
}

MailSettings read_mail_settings(std::string_view bytes, std::string_view path, Diagnostics& diagnostics) {
    const Result<DataNode> root = parse_toml(bytes, path);
    if (!root) return {};  // told by whoever reads the rest
    DataReader reader(bytes, path, diagnostics);
    for (const DataEntry& entry : root->entries) {
        if (entry.key == "mail") return read_mail_settings(entry, reader);
    }
    return {};
}

}  // namespace byline::site
