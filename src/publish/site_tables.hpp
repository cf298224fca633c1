// SiteTables are what a record keeps of a site as a whole, beside its works: so that a few pages can be made again
// without gathering and planning all.
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/pictures.hpp"
#include "site/catalog.hpp"
#include "site/plan.hpp"

namespace byline::publish {

struct SiteTables {
    std::string_view catalog;            // site::Catalog::encode_tables()
    std::vector<std::uint64_t> outputs;  // of the plan
    std::vector<PictureMark> pictures;   // Pictures::marks()
};

[[nodiscard]] std::string encode_tables(site::Catalog& catalog, const site::Plan& plan, const Pictures& pictures);
// Nothing when they are not there or not whole. Borrows the bytes.
[[nodiscard]] std::optional<SiteTables> decode_tables(std::string_view bytes);

}  // namespace byline::publish
