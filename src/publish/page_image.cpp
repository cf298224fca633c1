#include "publish/page_image.hpp"

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "media/card.hpp"
#include "publish/cards.hpp"
#include "publish/page_object.hpp"
#include "publish/pictures.hpp"
#include "publish/publication.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

// An href of ours already has the base path.
std::string absolute_of(const SiteUrls& urls, const std::string& href) {
    if (text::is_external(href)) return href;
    const std::string& base_path = urls.base_path();
    return urls.base_url() + href.substr(href.starts_with(base_path) ? base_path.size() : 0);
}

PageImage cover_of(const Publication& publication, const site::Page& page) {
    const site::Work& work = publication.catalog().work(page.work);
    const std::string& written = work.metadata.cover->value;
    PageImage image;
    image.url = absolute_of(publication.urls(), publication.bodies().picture_href(page.work, written));
    image.alt = work.metadata.cover_alt;
    if (const media::PictureInfo* info = shown_info(publication, work, written)) {
        image.width = info->width;
        image.height = info->height;
    }
    return image;
}

}  // namespace

bool has_own_image(const Publication& publication, const site::Page& page) {
    if (page.kind != site::PageKind::Work) return false;
    graph::note(page.work, site::WorkField::Cover);
    const auto& cover = publication.catalog().work(page.work).metadata.cover;
    return cover && !cover->value.empty() && !cover->value.ends_with(".svg");
}

PageImage image_of(const Publication& publication, const site::Page& page) {
    if (has_own_image(publication, page)) return cover_of(publication, page);
    const SiteUrls& urls = publication.urls();
    if (const std::string card = publication.cards().path_of(publication, page); !card.empty()) {
        const std::string title = page_title(publication, page);
        return {urls.absolute("/" + card), title, media::card_width, media::card_height, ImageSize::Large};
    }
    const std::string& portrait = publication.configuration().author.portrait;
    if (portrait.empty()) return {};
    return {urls.written_absolute(portrait), {}, 0, 0, ImageSize::Thumbnail};
}

}  // namespace byline::publish
