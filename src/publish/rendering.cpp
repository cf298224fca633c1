#include "publish/rendering.hpp"

#include <algorithm>
#include <utility>

#include "publish/feeds.hpp"
#include "publish/page_host.hpp"
#include "publish/page_object.hpp"
#include "publish/site_urls.hpp"
#include "site/work_url.hpp"
#include "templating/value.hpp"

namespace byline::publish {
namespace {

constexpr std::size_t most_of_a_page = 16
                                       << 10;  // bytes of most pages: room that need not be made while they are written

bool has_earlier_notes(const Error& a, const Error& b) {
    return std::ranges::lexicographical_compare(a.notes, b.notes, {}, &Note::place, &Note::place);
}

}  // namespace

Result<Rendered> Rendering::make(const Unit& unit) {
    const site::Page& page = publication_.plan().pages[unit.page];
    Rendered rendered;
    {
        const graph::ReadScope scope(rendered.reads, facts_);
        CHECK(unit.role == UnitRole::Html ? make_html(page, rendered) : make_feeds(page, rendered));
    }
    rendered.reads.settle();
    return rendered;
}

Result<void> Rendering::put(const std::string& path, output::Content content, Rendered& rendered) {
    rendered.outputs.push_back(content.digest);
    return sink_ == nullptr ? Result<void>() : sink_->put(path, std::move(content));
}

Result<void> Rendering::make_html(const site::Page& page, Rendered& rendered) {
    graph::note(graph::FactKind::Template, {page.template_name});
    if (page.kind == site::PageKind::Work) graph::note(page.work, own_fields());
    PageHost host(publication_, page);
    std::string html;
    html.reserve(most_of_a_page);
    auto compiled = publication_.environment().get(page.template_name);
    if (compiled) {
        auto done = templating::render(**compiled, templating::Value::map(host.context()), html, &host);
        if (!done) {
            record_fault(page, std::move(done).error());
            return {};
        }
    }
    return put(site::output_path_of(page.url_path), std::move(html), rendered);
}

Result<void> Rendering::make_feeds(const site::Page& page, Rendered& rendered) {
    const std::string folder = page.url_path.substr(1);
    CHECK(put(folder + std::string(site::atom_file), atom_feed(publication_, page), rendered));
    CHECK(put(folder + std::string(site::rss_file), rss_feed(publication_, page), rendered));
    return put(folder + std::string(site::json_feed_file), json_feed(publication_, page), rendered);
}

void Rendering::record_fault(const site::Page& page, Error error) {
    const std::string shown = page.work == site::no_work ? page.url_path
                                                         : publication_.configuration().content_folder + "/" +
                                                               publication_.catalog().work(page.work).path;
    error.notes.push_back({"while rendering", Place{shown, 0, 0}});
    const std::scoped_lock lock(mutex_);
    const auto same = std::ranges::find_if(
        faults_, [&](const Diagnostic& d) { return d.error.place == error.place && d.error.message == error.message; });
    if (same == faults_.end()) return faults_.push_back({Severity::Error, std::move(error)});
    if (has_earlier_notes(error, same->error)) same->error = std::move(error);
}

Diagnostics Rendering::take_faults() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(faults_, {});
}

}  // namespace byline::publish
