#include "publish/extras.hpp"

#include <algorithm>
#include <string_view>

#include "publish/feeds.hpp"
#include "publish/sitemap.hpp"
#include "site/work_url.hpp"

namespace byline::publish {

Result<void> write_extras(const Publication& publication, output::OutputSink& sink) {
    const site::Plan& plan = publication.plan();
    for (const site::Redirect& redirect : plan.redirects)
        CHECK(sink.put(site::output_path_of(redirect.url_path), redirect_page(publication, redirect)));
    for (const auto& [name, asset] : publication.assets()) CHECK(sink.put(asset.output_path, asset.file->bytes));
    const auto is_ours = [&](std::string_view path) {
        return std::ranges::find(plan.made_by_engine, path) != plan.made_by_engine.end();
    };
    if (is_ours("sitemap.xml")) {
        for (NamedOutput& file : sitemap(publication)) CHECK(sink.put(file.output_path, std::move(file.bytes)));
    }
    if (is_ours("robots.txt")) CHECK(sink.put("robots.txt", robots_txt(publication)));
    if (is_ours("feeds.opml")) CHECK(sink.put("feeds.opml", opml(publication)));
    return {};
}

}  // namespace byline::publish
