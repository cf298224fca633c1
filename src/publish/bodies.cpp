#include "publish/bodies.hpp"

#include <utility>

#include <fmt/format.h>

#include "markdown/outline.hpp"
#include "markdown/render_html.hpp"
#include "publish/body_host.hpp"
#include "publish/publication.hpp"
#include "publish/slides.hpp"
#include "site/block_prints.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {

using templating::Value;

Bodies::Bodies(const Publication& publication, BodySource& source, std::vector<bool> keep, graph::FactTable& facts)
    : publication_(publication), source_(source), keep_(std::move(keep)), facts_(facts) {}

Value Bodies::get(site::WorkId id) {
    if (!keep_[id]) return Value::safe(text::SafeHtml::vouch(render(id, {})));
    {
        const std::scoped_lock lock(mutex_);
        const auto kept = kept_.find(id);
        if (kept != kept_.end()) {
            graph::ReadScope::note_all(kept->second.reads);
            return kept->second.body;
        }
    }
    Kept made;
    {
        const graph::ReadScope scope(made.reads, facts_);
        made.body = Value::safe(text::SafeHtml::vouch(render(id, {})));
    }
    made.reads.settle();
    graph::ReadScope::note_all(made.reads);
    const std::scoped_lock lock(mutex_);
    return kept_.try_emplace(id, std::move(made)).first->second.body;
}

std::shared_ptr<const std::string> Bodies::get_absolute(site::WorkId id) {
    const Value body = get(id);
    {
        const std::scoped_lock lock(mutex_);
        const auto kept = kept_absolute_.find(id);
        if (kept != kept_absolute_.end()) return kept->second;
    }
    auto absolute = std::make_shared<const std::string>(publication_.urls().with_absolute_links(body.as_string_view()));
    const std::scoped_lock lock(mutex_);
    if (keep_[id]) kept_absolute_.try_emplace(id, absolute);
    return absolute;
}

std::shared_ptr<const markdown::Document> Bodies::read(site::WorkId id) {
    auto document = source_.document(id);
    if (!document) {
        report({Severity::Error, std::move(document).error()});
        return nullptr;
    }
    graph::note(id, site::WorkField::Content | site::WorkField::Language | site::WorkField::Slug |
                        site::WorkField::Key | site::WorkField::Url);
    return std::move(*document);
}

Value Bodies::slides(site::WorkId id) {
    const auto document = read(id);
    if (!document) return Value::list({});
    BodyHost host(publication_, id);
    std::vector<Value> slides;
    for (Slide& slide : slides_of(*document, host)) {
        const auto number = static_cast<std::int64_t>(slides.size() + 1);
        slides.push_back(Value::map({{"number", Value::integer(number)},
                                     {"id", Value::string(fmt::format("slide.{}", number))},
                                     {"class", Value::string(std::move(slide.css_class))},
                                     {"title", Value::string(std::move(slide.title))},
                                     {"html", Value::safe(std::move(slide.html))},
                                     {"notes", Value::safe(std::move(slide.notes))}}));
    }
    return Value::list(std::move(slides));
}

std::int64_t Bodies::blocks_behind(site::WorkId original, std::string_view translated_from) {
    auto from = site::parse_translated_from(translated_from);
    if (!from || original == site::no_work) return 0;
    const auto document = read(original);
    if (!document) return 0;
    return static_cast<std::int64_t>(site::blocks_behind(std::move(from->blocks), site::block_prints(*document)));
}

std::string Bodies::render(site::WorkId id, std::vector<site::WorkId> chain) {
    const auto document = read(id);
    if (!document) return {};
    markdown::RenderOptions options;
    options.heading_links = markdown::HeadingLinks::Write;
    const site::Work& work = publication_.catalog().work(id);
    if (work.title_from_heading) options.omitted_block = markdown::title_heading(*document).index();
    if (!chain.empty()) options.id_prefix = work.slug + "-";  // two footnotes 1 on one page
    BodyHost host(publication_, id, std::move(chain));
    return markdown::render_html(*document, host, options).string();
}

std::string Bodies::picture_href(site::WorkId id, std::string_view destination) const {
    return resolve_href(publication_, publication_.catalog().work(id), destination);
}

void Bodies::forget() {
    const std::scoped_lock lock(mutex_);
    kept_.clear();
    kept_absolute_.clear();
}

Diagnostics Bodies::take_diagnostics() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(diagnostics_, {});
}

void Bodies::report(Diagnostic diagnostic) {
    const std::scoped_lock lock(mutex_);
    diagnostics_.push_back(std::move(diagnostic));
}

}  // namespace byline::publish
