#include "publish/page_host.hpp"

#include "graph/reads.hpp"
#include "publish/publication.hpp"

namespace byline::publish {
namespace {

site::Page page_of(const Publication& publication, const site::Work& work) {
    site::Page page;
    page.work = publication.catalog().find_path(work.path);
    graph::note(page.work, site::WorkField::Kind | site::WorkField::Language | site::WorkField::Url);
    page.kind = site::PageKind::Work;
    page.listed_kind = work.kind;
    page.language = publication.language_number(work.language);
    page.url_path = work.url_path;
    return page;
}

}  // namespace

PageHost::PageHost(const Publication& publication, const site::Page& page)
    : publication_(publication), page_(page), site_object_(publication, page_), page_object_(publication, page_) {}

PageHost::PageHost(const Publication& publication, const site::Work& work)
    : publication_(publication),
      own_page_(page_of(publication, work)),
      page_(own_page_),
      site_object_(publication, page_),
      page_object_(publication, page_) {}

void PageHost::reads_template(std::string_view name) {
    graph::note(graph::FactKind::Template, {name});
}

// The engine gives templates one global that is not the same at every build.
void PageHost::reads_global(std::string_view name, std::string_view member) {
    if (name == "data") graph::note(graph::FactKind::Data, {member});
}

std::string_view PageHost::language() const {
    return publication_.configuration().languages[page_.language].code;
}

templating::ValueMap PageHost::context() const {
    using templating::Value;
    templating::ValueMap context{{"site", Value::object(&site_object_)},
                                 {"page", Value::object(&page_object_)},
                                 {"language", Value::view(language())}};
    if (page_.work != site::no_work) context.set("work", publication_.work_value(page_.work));
    return context;
}

}  // namespace byline::publish
