#include "discussion/absence.hpp"

#include <utility>

#include "discussion/page_place.hpp"
#include "discussion/reader_context.hpp"
#include "site/reserved_folders.hpp"

namespace byline::discussion {
namespace {

constexpr int status_away = 503;

http::Response away(std::string html) {
    http::Response response = http::html_response(status_away, std::move(html));
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"Retry-After", "30"});
    return response;
}

// The comment as it was typed, by the names of conversation_form.html.
conversation::Form typed(const server::Visit& visit) {
    conversation::Form form;
    form.thread = visit.form["page"];
    form.parent = visit.form["parent"];
    form.name = visit.form["name"];
    form.email = visit.form["email"];
    form.website = visit.form["website"];
    form.body = visit.form["body"];
    return form;
}

}  // namespace

Result<std::unique_ptr<Absence>> Absence::make(const site::Theme& theme, std::string site_path, Mail mail) {
    TRY(auto writer, SectionWriter::make(theme, std::move(site_path), mail));
    return std::unique_ptr<Absence>(new Absence(std::move(writer)));
}

std::vector<server::Route> Absence::routes() const {
    std::vector<server::Route> routes;
    for (const std::string_view folder : {site::conversation_folder, site::studio_folder}) {
        const std::string path = writer_->site_path() + std::string(folder);
        for (const std::string& pattern : {path + "{rest...}", path.substr(0, path.size() - 1)}) {
            // Nothing is written, so that nobody needs a token to be told why.
            for (const server::Effect effect : {server::Effect::Reads, server::Effect::Previews}) {
                server::Route route;
                route.effect = effect;
                route.pattern = pattern;
                route.handler = [this](const server::Visit& visit) { return answer(visit); };
                routes.push_back(std::move(route));
            }
        }
    }
    return routes;
}

std::shared_ptr<const server::SiteSnapshot> Absence::note(std::shared_ptr<const server::SiteSnapshot> site) {
    const std::lock_guard lock(mutex_);
    site_ = site;
    return site;
}

std::shared_ptr<const std::string> Absence::page(std::string_view address) const {
    const std::lock_guard lock(mutex_);
    if (!site_ || !address.starts_with('/')) return nullptr;
    std::string file(address.substr(1));
    if (file.empty() || file.ends_with('/')) file += "index.html";
    const auto found = site_->files.find(file);
    if (found == site_->files.end() || !found->second.place.resource) return nullptr;
    auto bytes = found->second.place.resource->identity().bytes;
    return bytes && find_place(*bytes) ? bytes : nullptr;
}

std::shared_ptr<const std::string> Absence::any_page(std::string_view language) const {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<const std::string> any;  // shared: with the snapshot
    if (!site_) return any;
    for (const auto& [file, loaded] : site_->files) {
        const auto& resource = loaded.place.resource;
        if (!resource || !resource->facts().content_type.starts_with("text/html")) continue;
        const auto bytes = resource->identity().bytes;
        const auto place = bytes ? find_place(*bytes) : std::nullopt;
        if (!place) continue;
        if (!any || place->language == language) any = bytes;
        if (place->language == language || language.empty()) break;
    }
    return any;
}

http::Response Absence::answer(const server::Visit& visit) const {
    static const conversation::Thread nothing;
    conversation::Form form = typed(visit);
    if (const auto around = page(form.thread)) {
        const PagePlace place = *find_place(*around);
        Section section;
        section.page = form.thread;
        section.language = place.language;
        section.thread = &nothing;
        section.is_away = true;
        section.form.emplace();
        section.form->fields = std::move(form);
        section.form->faults = {{"form", "gone"}};
        const auto html = writer_->write(section);
        return html ? away(page_with(*around, place, *html)) : out_of_order();
    }
    const auto around = any_page(visit.query["language"]);
    if (!around) return out_of_order();
    PersonPage said;
    said.language = find_place(*around)->language;
    said.phrase = form.body.empty() ? "conversation_away" : "fault_gone";
    said.kept_text = std::move(form.body);
    const auto html = writer_->write(said);
    if (!html) return out_of_order();
    return away(page_about(*around, writer_->phrase("conversation", said.language), *html));
}

}  // namespace byline::discussion
