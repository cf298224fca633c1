#include "markdown/caption.hpp"

#include <utility>

#include "markdown/parse.hpp"

namespace byline::markdown {

Document caption_of(Node image) {
    Place place = image.document().place(image.begin_offset());
    ParseOptions options;
    options.dialect = image.document().dialect();
    options.raw_html = image.document().raw_html();
    options.first_line = place.line;
    options.file = std::move(place.file);
    return parse(std::string(image.attributes().value("caption")), options);
}

}  // namespace byline::markdown
