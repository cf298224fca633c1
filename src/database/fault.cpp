#include "database/fault.hpp"

#include <array>

namespace byline::database {
namespace {

// PostgreSQL's verbose messages read `ERROR:  23505: duplicate key …`, whatever the language of the server.
std::string_view sql_state(std::string_view message) {
    for (std::size_t at = message.find(":  "); at != std::string_view::npos; at = message.find(":  ", at + 1)) {
        const std::string_view rest = message.substr(at + 3);
        if (rest.size() > 5 && rest[5] == ':') return rest.substr(0, 5);
    }
    return {};
}

Fault fault_of_state(std::string_view state) {
    constexpr std::array<std::string_view, 4> busy = {"40001", "40P01", "55P03", "57014"};
    for (const std::string_view one : busy)
        if (state == one) return Fault::Busy;
    if (state.starts_with("08") || state.starts_with("57P") || state == "25P03") return Fault::Gone;
    return Fault::Refused;
}

}  // namespace

Fault fault_of_postgresql(std::string_view message) {
    return fault_of_state(sql_state(message));
}

}  // namespace byline::database
