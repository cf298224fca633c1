#include "publish/unit.hpp"

#include <algorithm>

#include "publish/page_object.hpp"
#include "site/work_url.hpp"
#include "text/digest.hpp"

namespace byline::publish {
namespace {

std::uint64_t plan_digest(const site::Page& page, const site::Catalog& catalog,
                          const site::Configuration& configuration) {
    text::DigestBuilder digest;
    digest.add_number(static_cast<std::uint64_t>(page.kind)).add_number(static_cast<std::uint64_t>(page.listed_kind));
    digest.add(configuration.languages[page.language].code);
    digest.add(page.work == site::no_work ? std::string_view() : catalog.work(page.work).path);
    digest.add_number(page.number).add_number(page.count).add(page.url_path).add(page.template_name);
    const bool has_taxonomy = page.kind == site::PageKind::Terms || page.kind == site::PageKind::Term;
    if (has_taxonomy) digest.add(configuration.taxonomies[page.taxonomy].name);
    return digest.digest64();
}

}  // namespace

std::vector<Unit> units_of(const site::Plan& plan, const site::Catalog& catalog,
                           const site::Configuration& configuration) {
    std::vector<Unit> units;
    const auto is_fed = [](const site::Page& page) { return has_feeds(page) && page.number == 1; };
    units.reserve(plan.pages.size() + static_cast<std::size_t>(std::ranges::count_if(plan.pages, is_fed)));
    for (std::uint32_t i = 0; i < plan.pages.size(); ++i) {
        const site::Page& page = plan.pages[i];
        const std::uint64_t digest = plan_digest(page, catalog, configuration);
        units.push_back({i, UnitRole::Html, page.url_path, digest});
        if (is_fed(page)) units.push_back({i, UnitRole::Feeds, page.url_path + " feeds", digest});
    }
    std::ranges::sort(units, {}, [](const Unit& unit) { return std::string_view(unit.key); });
    return units;
}

std::vector<std::string> output_paths_of(const Unit& unit, const site::Page& page) {
    if (unit.role == UnitRole::Html) return {site::output_path_of(page.url_path)};
    const std::string folder = page.url_path.substr(1);
    return {folder + std::string(site::atom_file), folder + std::string(site::rss_file),
            folder + std::string(site::json_feed_file)};
}

}  // namespace byline::publish
