// For tests: what an author, and readers, do to the comments that are featured: choose, take back, order, say why;
// like, answer, edit, erase. Functions without state; see SiteEdit.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "publish/site_edit.hpp"
#include "text/html_escape.hpp"

namespace byline::publish::featured_edits {

// A page that is probably there, in the languages of the sample.
inline std::string any_page(const EditedSite& site, RandomChoice& random) {
    if (random.one_in(2)) return random.of({"/about/", "/zh/about/", "/notes/code/", "/"});
    std::string path = any_path_below(site, random, "content/", ".md");
    if (path.empty()) return "/about/";
    path = path.substr(std::string_view("content").size());
    path.resize(path.size() - std::string_view(".md").size());
    const bool is_chinese = path.ends_with(".zh");
    if (is_chinese) path.resize(path.size() - std::string_view(".zh").size());
    if (path.ends_with("/index")) path.resize(path.size() - std::string_view("/index").size());
    return (is_chinese ? "/zh" : "") + path + "/";
}

// A preview sees that the store was written to.
inline FeaturedThreads& touched_store(EditedSite& edited) {
    edited.touched.emplace_back("data/byline.db");
    return *edited.featured;
}

// As a store gives them: by address, no page without any.
inline void put_comment(FeaturedThreads& threads, const std::string& address, const FeaturedComment& comment) {
    const auto place = std::ranges::lower_bound(threads, address, {}, &FeaturedThread::address);
    if (place != threads.end() && place->address == address) {
        place->featured.push_back(comment);
        ++place->comments;
    } else {
        threads.insert(place, {address, 1, {comment}});
    }
}

inline SiteEdit choose(const EditedSite& site, RandomChoice& random) {
    const std::string address = any_page(site, random);
    FeaturedComment comment;
    comment.id = 1 + static_cast<std::int64_t>(random.below(1'000'000));
    comment.name = random.of({"王小明", "Ann <b>", "Bo & Cy"});
    comment.website = random.of({"", "https://ann.example/"});
    comment.drawn_face = text::escape_html(random.word());
    comment.is_author = random.one_in(4);
    comment.is_verified = random.one_in(2);
    comment.html = text::escape_html(random.word() + " 说得 <好>");
    comment.written = {1'700'000'000 + static_cast<std::int64_t>(random.below(1'000'000)), 0, false};
    comment.note = random.of({"", "因为 <此>", "Why not"});
    return {"feature a comment on " + address,
            [=](EditedSite& edited) { put_comment(touched_store(edited), address, comment); }};
}

// `change` is given a page and the place of one of its comments.
template <typename Change>
SiteEdit change_one(const EditedSite& site, RandomChoice& random, const std::string& what, Change change) {
    if (site.featured->empty()) return {};
    const FeaturedThread& thread = random.of(*site.featured);
    const std::string address = thread.address;
    const std::size_t at = random.below(thread.featured.size());
    return {what + " on " + address, [=](EditedSite& edited) {
                FeaturedThreads& threads = touched_store(edited);
                const auto found = std::ranges::find(threads, address, &FeaturedThread::address);
                if (found == threads.end() || at >= found->featured.size()) return;
                change(*found, at);
                if (found->featured.empty()) threads.erase(found);
            }};
}

inline SiteEdit take_back(const EditedSite& site, RandomChoice& random) {
    return change_one(site, random, "feature or erase one no more", [](FeaturedThread& thread, std::size_t at) {
        thread.featured.erase(thread.featured.begin() + static_cast<std::ptrdiff_t>(at));
    });
}

inline SiteEdit put_first(const EditedSite& site, RandomChoice& random) {
    return change_one(site, random, "another order", [](FeaturedThread& thread, std::size_t at) {
        const auto place = thread.featured.begin() + static_cast<std::ptrdiff_t>(at);
        std::rotate(thread.featured.begin(), place, std::next(place));
    });
}

inline SiteEdit change_part(const EditedSite& site, RandomChoice& random) {
    const std::string word = random.word() + "改";
    switch (random.below(6)) {
        case 0:
            return change_one(site, random, "why",
                              [word](FeaturedThread& thread, std::size_t at) { thread.featured[at].note = word; });
        case 1:
            return change_one(site, random, "a like",
                              [](FeaturedThread& thread, std::size_t at) { ++thread.featured[at].likes; });
        case 2:
            return change_one(site, random, "an answer", [](FeaturedThread& thread, std::size_t at) {
                ++thread.featured[at].answers;
                ++thread.comments;
            });
        case 3:
            return change_one(site, random, "a comment more",
                              [](FeaturedThread& thread, std::size_t) { ++thread.comments; });
        case 4:
            return change_one(site, random, "another name",
                              [word](FeaturedThread& thread, std::size_t at) { thread.featured[at].name = word; });
        default:
            return change_one(site, random, "another text", [word](FeaturedThread& thread, std::size_t at) {
                thread.featured[at].html = text::escape_html(word);
            });
    }
}

inline const std::vector<EditKind>& all() {
    static const std::vector<EditKind> kinds = {{4, choose}, {2, take_back}, {2, put_first}, {6, change_part}};
    return kinds;
}

}  // namespace byline::publish::featured_edits
