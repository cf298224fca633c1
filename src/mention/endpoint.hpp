// Where a page takes webmentions: discovery of the endpoint by https://www.w3.org/TR/webmention/, section 3.1.2.
// Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.hpp"

namespace byline::mention {

// The first endpoint that header lines `Link` (RFC 8288) name, made absolute against `page_url`. An address that is
// empty means the page itself.
[[nodiscard]] std::optional<std::string> endpoint_in_links(const std::vector<std::string_view>& link_headers,
                                                           std::string_view page_url);

// The first <link> or <a> of the page whose `rel` has the word; <base> counts.
[[nodiscard]] std::optional<std::string> endpoint_in_page(const html::Document& page, std::string_view page_url);

// The headers first, then the page.
[[nodiscard]] std::optional<std::string> discover_endpoint(const std::vector<std::string_view>& link_headers,
                                                           std::string_view html, std::string_view page_url);

// What addresses of the page are relative to: its first <base href>, or its own address.
[[nodiscard]] std::string base_of(const html::Document& page, std::string_view page_url);

}  // namespace byline::mention
