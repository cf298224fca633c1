#include "publish/bodies.hpp"

#include <utility>

#include "markdown/outline.hpp"
#include "markdown/render_html.hpp"
#include "publish/body_host.hpp"
#include "publish/publication.hpp"

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

std::string Bodies::render(site::WorkId id, std::vector<site::WorkId> chain) {
    auto document = source_.document(id);
    if (!document) {
        report({Severity::Error, std::move(document).error()});
        return {};
    }
    graph::note(id, site::WorkField::Content | site::WorkField::Language | site::WorkField::Slug |
                        site::WorkField::Key | site::WorkField::Url);
    markdown::RenderOptions options;
    options.heading_links = markdown::HeadingLinks::Write;
    const site::Work& work = publication_.catalog().work(id);
    if (work.title_from_heading) options.omitted_block = markdown::title_heading(**document).index();
    if (!chain.empty()) options.id_prefix = work.slug + "-";  // two footnotes 1 on one page
    BodyHost host(publication_, id, std::move(chain));
    return markdown::render_html(**document, host, options).string();
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
