// MailSettings is the table [mail] of byline.toml: which server takes the letters of a served site, and who they are
// from. A value; the functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result/diagnostic.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"

namespace byline::site {

struct MailSettings {
    Placed<std::string> server;         // a host's name; empty: no letters are sent
    std::int64_t port = 0;              // 0: 587, or 465 with TLS, 25 with none
    std::string security = "starttls";  // or "tls", "none"
    std::string user;                   // empty: no log-in
    Placed<std::string> password_file;  // in the site's folder; empty: BYLINE_MAIL_PASSWORD of the environment
    std::string authorities_file;       // certificates that are trusted instead of the system's
    Placed<std::string> from;           // a mail address
    std::string from_name;              // empty: the site's title
    Placed<std::string> reply_to;       // a mail address, or empty
    Placed<std::string> author;         // where it is told what waits; empty: the author's address
    std::int64_t author_minutes = 60;   // at most one such letter in that time; 0: none
};

// Faults go to the reader.
[[nodiscard]] MailSettings read_mail_settings(const DataEntry& entry, DataReader& reader);

// The table of a whole byline.toml; the defaults when there is none. Faults of other tables are nobody's here.
[[nodiscard]] MailSettings read_mail_settings(std::string_view bytes, std::string_view path, Diagnostics& diagnostics);

}  // namespace byline::site
