#include "database/address.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace byline::database {
namespace {

constexpr std::string_view remedy =
    "write sqlite:data/byline.db, postgresql://user@host/name, or postgresql:host=/run/postgresql dbname=name";

// A password stands between a colon and the @ of a URL, or behind `password=`.
std::string without_password(std::string_view text) {
    std::string out(text);
    const std::size_t scheme = out.find("://");
    const std::size_t at = out.find('@');
    if (scheme != std::string::npos && at != std::string::npos) {
        const std::size_t colon = out.find(':', scheme + 3);
        if (colon < at) out.replace(colon, at - colon, ":…");
    }
    for (std::size_t key = out.find("password="); key != std::string::npos; key = out.find("password=", key + 9)) {
        const std::size_t value = key + 9;
        const bool is_quoted = value < out.size() && out[value] == '\'';
        std::size_t end = is_quoted ? out.find('\'', value + 1) : out.find_first_of(" &", value);
        end = end == std::string::npos ? out.size() : end + (is_quoted ? 1 : 0);
        out.replace(value, end - value, "…");
    }
    return out;
}

constexpr int connect_seconds = 5;

std::string bounded_connection(std::string target) {
    if (target.find("connect_timeout") != std::string::npos) return target;
    const bool is_url = target.find("://") != std::string::npos;
    const char joint = !is_url ? ' ' : target.find('?') == std::string::npos ? '?' : '&';
    return fmt::format("{}{}connect_timeout={}", target, joint, connect_seconds);
}

}  // namespace

Result<Address> Address::parse(std::string_view text) {
    Address address;
    address.printed = without_password(text);
    if (text.starts_with("sqlite:")) {
        address.target = text.substr(7);
        if (address.target.empty() || address.target.find('"') != std::string::npos) {
            return fail(usage_error("the store's file has no name that can be used", std::string(remedy)));
        }
        return address;
    }
    if (text.starts_with("postgresql://") || text.starts_with("postgres://")) {
        address.dialect = Dialect::Postgresql;
        address.target = bounded_connection(std::string(text));
        return address;
    }
    if (text.starts_with("postgresql:")) {
        address.dialect = Dialect::Postgresql;
        address.target = bounded_connection(std::string(text.substr(11)));
        return address;
    }
    return fail(usage_error(fmt::format("'{}' is not the address of a store", address.printed), std::string(remedy)));
}

std::string address_in_site(std::string_view site_folder, std::string_view given) {
    constexpr std::string_view scheme = "sqlite:";
    if (given.empty()) given = default_address;
    if (!given.starts_with(scheme) || given.substr(scheme.size()).starts_with('/')) return std::string(given);
    if (site_folder.empty() || site_folder == ".") return std::string(given);
    return fmt::format("{}{}/{}", scheme, site_folder, given.substr(scheme.size()));
}

}  // namespace byline::database
