// The two kinds of store, which differ in a few words of SQL.
#pragma once

#include <cstdint>
#include <string_view>

namespace byline::database {

enum class Dialect : std::uint8_t { Sqlite, Postgresql };

[[nodiscard]] constexpr std::string_view name_of(Dialect dialect) {
    return dialect == Dialect::Sqlite ? "sqlite" : "postgresql";
}

}  // namespace byline::database
