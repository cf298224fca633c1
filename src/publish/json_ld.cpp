// Structured data of a page (https://schema.org, as JSON-LD 1.1): one @graph, entities joined by @id.
#include <fmt/format.h>

#include "graph/reads.hpp"
#include "publish/featured_comments.hpp"
#include "publish/head.hpp"
#include "publish/json_writer.hpp"
#include "publish/page_image.hpp"
#include "publish/page_object.hpp"
#include "publish/publication.hpp"

namespace byline::publish {
namespace {

using site::PageKind;

class JsonLd {
  public:
    JsonLd(const Publication& publication, const site::Page& page)
        : publication_(publication), page_(page), urls_(publication.urls()), json_(out_) {}

    std::string write() && {
        out_ = "<script type=\"application/ld+json\">";
        json_.begin_object().key("@context").value("https://schema.org").key("@graph").begin_array();
        write_person();
        write_site();
        if (page_.kind == PageKind::Work) {
            const site::Work& work = publication_.catalog().work(page_.work);
            if (work.kind == site::Kind::Talk)
                write_talk(work);
            else
                write_text(work);
        }
        write_breadcrumbs();
        json_.end_array().end_object();
        out_ += "</script>\n";
        return std::move(out_);
    }

  private:
    std::string id_of(std::string_view entity) const { return urls_.base_url() + "#" + std::string(entity); }
    void reference(std::string_view key, std::string_view entity) {
        json_.key(key).begin_object().key("@id").value(id_of(entity)).end_object();
    }

    void write_person() {
        const site::Author& own = publication_.view(page_.language).language->author;
        const site::Author& author = publication_.configuration().author;
        const auto either = [](const std::string& first, const std::string& second) -> const std::string& {
            return first.empty() ? second : first;
        };
        json_.begin_object().key("@type").value("Person").key("@id").value(id_of("author"));
        json_.key("name").value(either(either(own.name, author.name), publication_.configuration().title));
        json_.key("url").value(author.url.empty() ? urls_.base_url() : urls_.written_absolute(author.url));
        json_.text_if_any("description", either(own.tagline, author.tagline));
        json_.text_if_any("jobTitle", either(own.job_title, author.job_title));
        const std::string& organization = either(own.organization, author.organization);
        if (!organization.empty()) {
            json_.key("worksFor")
                .begin_object()
                .key("@type")
                .value("Organization")
                .key("name")
                .value(organization)
                .end_object();
        }
        if (!author.portrait.empty()) json_.key("image").value(urls_.written_absolute(author.portrait));
        if (!author.links.empty()) {
            json_.key("sameAs").begin_array();
            for (const site::Link& link : author.links) json_.value(urls_.written_absolute(link.url));
            json_.end_array();
        }
        json_.end_object();
    }

    void write_site() {
        const site::Language& language = *publication_.view(page_.language).language;
        json_.begin_object().key("@type").value("WebSite").key("@id").value(id_of("site"));
        json_.key("name").value(language.title.empty() ? publication_.configuration().title : language.title);
        json_.key("url").value(urls_.base_url());
        json_.text_if_any("description", language.description.empty() ? publication_.configuration().description
                                                                      : language.description);
        json_.key("inLanguage").begin_array();
        for (const site::Language& other : publication_.configuration().languages) json_.value(other.code);
        json_.end_array();
        reference("author", "author");
        json_.end_object();
    }

    // What every work has, whatever its type.
    void write_common(const site::Work& work, std::string_view name_key) {
        json_.key(name_key).value(work.title);
        json_.key("url").value(urls_.absolute(work.url_path));
        json_.text_if_any("description", work.description);
        json_.key("inLanguage").value(work.language);
        const PageImage image = image_of(publication_, page_);
        if (!image.url.empty() && image.size == ImageSize::Large) write_image(image);
    }

    void write_image(const PageImage& image) {
        if (image.width == 0) {
            json_.key("image").value(image.url);
            return;
        }
        json_.key("image").begin_object().key("@type").value("ImageObject").key("url").value(image.url);
        json_.key("width").value(std::int64_t{image.width}).key("height").value(std::int64_t{image.height});
        json_.end_object();
    }

    void write_author(const site::Work& work, std::string_view key) {
        if (work.metadata.authors.empty()) return reference(key, "author");
        json_.key(key).begin_array();
        for (const std::string& author : work.metadata.authors) {
            json_.begin_object().key("@type").value("Person").key("name").value(author).end_object();
        }
        json_.end_array();
    }

    // Those that the author chose, and how many there are of all.
    void write_comments(const site::Work& work) {
        if (!publication_.configuration().has_featured_comments) return;
        graph::note(graph::FactKind::Featured, {work.url_path});
        const FeaturedThread* thread = find_featured(publication_.featured(), work.url_path);
        if (thread == nullptr) return;
        json_.key("commentCount").value(thread->comments).key("comment").begin_array();
        for (const FeaturedComment& comment : thread->featured) {
            json_.begin_object().key("@type").value("Comment");
            json_.key("url").value(fmt::format("{}#comment.{}", urls_.absolute(work.url_path), comment.id));
            json_.key("author").begin_object().key("@type").value("Person").key("name").value(comment.name);
            json_.text_if_any("url", comment.website).end_object();
            json_.key("dateCreated").value(text::format_rfc3339(comment.written));
            json_.key("text").value(plain_text_of(comment)).key("upvoteCount").value(comment.likes);
            json_.key("commentCount").value(comment.answers).end_object();
        }
        json_.end_array();
    }

    void write_text(const site::Work& work) {
        const bool is_post = work.kind == site::Kind::Article || work.kind == site::Kind::Note;
        json_.begin_object().key("@type");
        json_.value(is_post                            ? "BlogPosting"
                    : work.is_deck()                   ? "PresentationDigitalDocument"
                    : work.kind == site::Kind::Project ? "CreativeWork"
                                                       : "WebPage");
        json_.key("@id").value(urls_.absolute(work.url_path) + "#work");
        write_common(work, is_post ? "headline" : "name");
        if (work.date) json_.key("datePublished").value(text::format_rfc3339(*work.date));
        if (work.updated || work.date) {
            json_.key("dateModified").value(text::format_rfc3339(work.updated ? *work.updated : *work.date));
        }
        if (is_post) {
            json_.key("mainEntityOfPage").value(urls_.absolute(work.url_path));
            json_.key("wordCount").value(work.words.total());
        }
        graph::note(page_.work, site::WorkField::TermPositions);
        const auto terms = publication_.catalog().terms_of(page_.work);
        if (!terms.empty()) {
            json_.key("keywords").begin_array();
            const LanguageView& view = publication_.view(work.language);
            for (const site::TermPosition position : terms) {
                const site::Term& term = view.index->terms[position.taxonomy][position.term];
                graph::note(graph::FactKind::Term, {term.url_path});
                json_.value(term.name);
            }
            json_.end_array();
        }
        write_author(work, "author");
        write_comments(work);
        reference("isPartOf", "site");
        if (!work.metadata.source.empty()) {
            json_.key("translationOfWork").begin_object().key("@type").value("CreativeWork");
            json_.key("url").value(work.metadata.source);
            json_.text_if_any("license", work.metadata.source_license).end_object();
        }
        json_.end_object();
    }

    void write_talk(const site::Work& work) {
        json_.begin_object().key("@type").value("Event").key("@id").value(urls_.absolute(work.url_path) + "#event");
        write_common(work, "name");
        if (work.date)
            json_.key("startDate")
                .value(work.date->date_only ? text::format_iso_date(*work.date) : text::format_rfc3339(*work.date));
        json_.key("eventStatus").value("https://schema.org/EventScheduled");
        const std::string& place = work.metadata.place.empty() ? work.metadata.event : work.metadata.place;
        if (!place.empty()) {
            json_.key("location").begin_object().key("@type").value("Place").key("name").value(place);
            json_.key("address").value(place).end_object();
        }
        if (!work.metadata.event.empty()) {
            json_.key("superEvent").begin_object().key("@type").value("Event").key("name").value(work.metadata.event);
            if (work.date) json_.key("startDate").value(text::format_iso_date(*work.date));
            if (!place.empty()) {
                json_.key("location").begin_object().key("@type").value("Place").key("name").value(place).end_object();
            }
            json_.text_if_any("url", work.metadata.event_url).end_object();
        }
        write_author(work, "performer");
        json_.end_object();
        if (!work.metadata.video) return;
        json_.begin_object().key("@type").value("VideoObject").key("name").value(work.title);
        json_.key("description").value(work.description.empty() ? work.title : work.description);
        if (work.date) json_.key("uploadDate").value(text::format_rfc3339(*work.date));
        json_.key("url").value(urls_.written_absolute(work.metadata.video->url));
        json_.key("contentUrl").value(urls_.written_absolute(work.metadata.video->url));
        if (!publication_.configuration().author.portrait.empty()) {
            json_.key("thumbnailUrl").value(urls_.written_absolute(publication_.configuration().author.portrait));
        }
        write_author(work, "author");
        json_.end_object();
    }

    void write_breadcrumbs() {
        const std::vector<Crumb> crumbs = breadcrumbs(publication_, page_);
        if (crumbs.empty() || page_.kind == PageKind::NotFound) return;
        json_.begin_object().key("@type").value("BreadcrumbList").key("itemListElement").begin_array();
        std::int64_t position = 0;
        for (const Crumb& crumb : crumbs) {
            json_.begin_object().key("@type").value("ListItem").key("position").value(++position);
            json_.key("name").value(crumb.title).key("item").value(urls_.absolute(crumb.url_path)).end_object();
        }
        json_.end_array().end_object();
    }

    const Publication& publication_;
    const site::Page& page_;
    const SiteUrls& urls_;
    std::string out_;
    JsonWriter json_;
};

}  // namespace

std::string json_ld_of(const Publication& publication, const site::Page& page) {
    return JsonLd(publication, page).write();
}

}  // namespace byline::publish
