// An Address says where a store is: `sqlite:FILE`, `postgresql://…` or `postgresql:host=/socket dbname=…`.
// A value.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "database/dialect.hpp"
#include "result/result.hpp"

namespace byline::database {

inline constexpr std::string_view default_address = "sqlite:data/byline.db";

struct Address {
    Dialect dialect = Dialect::Sqlite;
    std::string target;                        // the file, or what libpq takes
    std::string printed;                       // for messages: without a password
    std::chrono::milliseconds patience{5000};  // how long one waits for another writer

    [[nodiscard]] static Result<Address> parse(std::string_view text);
};

// The address of a site's store: as given, but that the file of SQLite is looked for in the site's folder; the default
// one when nothing is given.
[[nodiscard]] std::string address_in_site(std::string_view site_folder, std::string_view given);

}  // namespace byline::database
