// ServeSettings is the table [serve] of byline.toml: how `byline serve` serves the built site.
// A value; the functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/diagnostic.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"

namespace byline::site {

struct ServeSettings {
    std::string address;          // an IP address; empty: this machine alone, or all with TLS
    std::int64_t port = 0;        // 0: 8080, or 443 with TLS
    std::string tls_certificate;  // PEM files
    std::string tls_key;
    std::int64_t redirect_port = 0;                    // with TLS: where plain requests are sent on; 0: nowhere
    std::vector<Placed<std::string>> trusted_proxies;  // networks whose X-Forwarded-For and -Proto are believed
    std::string access_log;                            // a file, "-" for standard output; empty: none
    std::string access_log_form = "combined";          // or "json"
    std::string access_log_addresses = "shortened";    // or "whole", "none"
    std::int64_t metrics_port = 0;                     // on the loopback address; 0: none
    std::int64_t threads = 0;                          // 0: one a core
    std::int64_t connections = 4096;                   // at once
    std::int64_t connections_per_network = 256;
    std::int64_t memory_mb = 512;         // for the files of the site; larger sites are partly read from disk
    std::string content_security_policy;  // instead of the default one
    std::string database;                 // the address of the store; empty: the default one in the site's folder
    bool watch = true;                    // serve a new build when it is there
};

// Faults go to the reader.
void read_serve_settings(const DataEntry& entry, DataReader& reader, ServeSettings& settings);

// A build has no use for them, but tells what is wrong with them.
inline void check_serve_settings(const DataEntry& entry, DataReader& reader) {
    ServeSettings settings;
    read_serve_settings(entry, reader, settings);
}

// The table of a whole byline.toml; the defaults when there is none. Faults of other tables are nobody's here.
[[nodiscard]] ServeSettings read_serve_settings(std::string_view bytes, std::string_view path,
                                                Diagnostics& diagnostics);

}  // namespace byline::site
