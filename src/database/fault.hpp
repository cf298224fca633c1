// A Fault is the kind of a store's failure, for those who may try again.
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace byline::database {

enum class Fault : std::uint8_t {
    None,
    Busy,     // another one holds what is needed; the same may work in a moment
    Gone,     // the session is lost
    Refused,  // the store said no: a constraint, a full disk, a statement that is wrong
};

// By the SQLSTATE that stands in a verbose message; see PostgreSQL's documentation, appendix A.
[[nodiscard]] Fault fault_of_postgresql(std::string_view message);

}  // namespace byline::database
