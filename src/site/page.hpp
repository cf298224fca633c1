// A Page is one HTML document of the site before it is rendered: its URL, its template, and what it shows.
// A value; immutable once planned.
#pragma once

#include <cstdint>
#include <string>

#include "site/kind.hpp"
#include "site/work.hpp"

namespace byline::site {

enum class PageKind : std::uint8_t { Home, Work, List, Archive, Terms, Term, Series, NotFound };

struct Page {
    PageKind kind = PageKind::Work;
    Kind listed_kind = Kind::Article;  // of a List
    std::uint32_t language = 0;        // index into the configuration's languages
    WorkId work = no_work;             // the work itself; or the section whose words stand above a list
    std::uint32_t taxonomy = 0;        // of Terms and Term
    std::uint32_t subject = 0;         // of Term and Series: index into the language's list
    std::uint32_t number = 1;          // which part of a paginated list, from 1
    std::uint32_t count = 1;           // of how many
    std::string url_path;              // "/zh/articles/page/2/"
    std::string template_name;         // "list.html"

    // The pages of one list share this: its first page's URL.
    [[nodiscard]] std::string first_url_path() const;
    [[nodiscard]] std::string numbered_url_path(std::uint32_t wanted) const;
};

}  // namespace byline::site
