#include "publish/check_links.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "markdown/outline.hpp"
#include "parallel/for_each_index.hpp"
#include "publish/body_host.hpp"
#include "publish/publication.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using markdown::ReferenceKind;

// Of a file in the same folder, or of an address.
std::optional<std::string> nearest_path(const Publication& publication, const site::Work& from, std::string_view path) {
    const std::string decoded = text::percent_decode(path).value_or(std::string(path));
    const bool is_file = decoded.ends_with(".md") && !decoded.starts_with('/');
    const auto folder_of = [](std::string_view file) { return file.substr(0, file.rfind('/') + 1); };
    const std::string base = is_file ? text::resolve("/" + from.path, decoded).substr(1) : decoded;
    std::vector<std::string_view> paths;
    for (const site::Work& work : publication.catalog().works()) {
        const std::string_view own = is_file ? work.path : work.url_path;
        if (!is_file || folder_of(own) == folder_of(base)) paths.push_back(own);
    }
    const auto near = text::nearest(base, paths);
    if (!near) return std::nullopt;
    if (!is_file) return fmt::format("did you mean '{}'?", *near);
    return fmt::format("did you mean '{}{}'?", folder_of(decoded), near->substr(folder_of(*near).size()));
}

std::optional<std::string> nearest_title(const Publication& publication, std::string_view name) {
    std::vector<std::string_view> titles;
    for (const site::Work& work : publication.catalog().works()) titles.emplace_back(work.title);
    const auto near = text::nearest(name, titles);
    if (!near) return std::nullopt;
    return fmt::format("did you mean [[{}]]?", *near);
}

// A fault, and how to look for what was meant: that costs a walk over all works, so only the first faults get it.
struct LinkFault {
    Diagnostic diagnostic;
    std::function<std::optional<std::string>()> suggestion;  // the remedy instead; may be empty
};

class LinkCheck {
  public:
    LinkCheck(const Publication& publication, const site::Work& work) : publication_(publication), work_(work) {}

    std::vector<LinkFault> run() && {
        if (const auto& cover = work_.metadata.cover; cover && !text::is_external(cover->value)) {
            check_file({ReferenceKind::Image, cover->value, {}, cover->line, cover->column}, "picture");
        }
        for (const site::InternalReference& reference : work_.references) {
            switch (reference.kind) {
                case ReferenceKind::Wikilink:
                case ReferenceKind::Embed: check_wikilink(reference); break;
                case ReferenceKind::Image: check_file(reference, "picture"); break;
                case ReferenceKind::DirectiveFile:
                case ReferenceKind::HtmlSource: check_file(reference, "file"); break;
                case ReferenceKind::Link:
                case ReferenceKind::HtmlLink: check_link(reference); break;
            }
        }
        return std::move(found_);
    }

  private:
    void warn(const site::InternalReference& reference, std::string message, std::string remedy,
              std::function<std::optional<std::string>()> suggestion = {}) {
        const std::string file = publication_.configuration().content_folder + "/" + work_.path;
        found_.push_back({{Severity::Warning, content_error(std::move(message), std::move(remedy),
                                                            Place{file, reference.line, reference.column})},
                          std::move(suggestion)});
    }

    void check_wikilink(const site::InternalReference& reference) {
        if (names_picture(reference.destination)) return check_file(reference, "picture");
        const site::WorkId target = reference.destination.empty()
                                        ? publication_.catalog().find_path(work_.path)
                                        : publication_.catalog().find_named(reference.destination, work_.language);
        if (target == site::no_work) {
            warn(reference, fmt::format("wikilink to '{}', which no work is called", reference.destination),
                 "write it by the title, slug or file name of a work, or make that work",
                 [publication = &publication_, name = &reference.destination] {
                     return nearest_title(*publication, *name);
                 });
            return;
        }
        if (reference.fragment.empty()) return;
        const site::Work& named = publication_.catalog().work(target);
        if (!has_anchor(named, reference.fragment) && !has_anchor(named, markdown::heading_id(reference.fragment))) {
            warn_anchor(reference, named, reference.fragment);
        }
    }

    void check_link(const site::InternalReference& reference) {
        const std::string_view destination = reference.destination;
        const auto hash = destination.find('#');
        const std::string_view path = destination.substr(0, destination.find_first_of("?#"));
        const site::WorkId target = publication_.catalog().resolve_link(work_, destination);
        if (target == site::no_work) {
            if (leads_somewhere(path)) return;
            warn(reference, fmt::format("link to '{}', which this site does not have", destination),
                 "correct the path, or make what it names", [publication = &publication_, work = &work_, path] {
                     return nearest_path(*publication, *work, path);
                 });
            return;
        }
        if (hash == std::string_view::npos || hash + 1 == destination.size()) return;
        const std::string_view fragment = destination.substr(hash + 1);
        if (fragment == "top" || fragment.starts_with(":~:")) return;
        const std::string decoded = text::percent_decode(fragment).value_or(std::string(fragment));
        const site::Work& named = publication_.catalog().work(target);
        if (!has_anchor(named, decoded)) warn_anchor(reference, named, decoded);
    }

    void check_file(const site::InternalReference& reference, std::string_view what) {
        const std::string_view destination = reference.destination;
        const std::string_view path = destination.substr(0, destination.find_first_of("?#"));
        if (path.empty() || leads_somewhere(path)) return;
        if (path.substr(1) == site::mermaid_script) {
            return warn(
                reference, "diagrams of Mermaid's are shown as text, since the site lacks the script that draws them",
                fmt::format("put dist/{0} of the npm package mermaid into static/{0}, or set [diagrams] enabled = "
                            "false in byline.toml",
                            site::mermaid_script));
        }
        warn(reference, fmt::format("no {} '{}'", what, destination),
             fmt::format("put it beside {}, or into static/", work_.path));
    }

    // A picture beside the file, a page of the site, or a file that is copied.
    bool leads_somewhere(std::string_view path) const {
        if (find_companion(publication_, work_, path) != nullptr) return true;
        const std::string decoded = text::percent_decode(path).value_or(std::string(path));
        if (publication_.plan().has_url(text::resolve(work_.url_path, decoded))) return true;
        const std::string& base_path = publication_.urls().base_path();
        return base_path.size() > 1 && decoded.starts_with(base_path) &&
               publication_.plan().has_url(decoded.substr(base_path.size() - 1));
    }

    // Many links may lead to one work of many headings: its anchors are sorted once.
    const std::vector<std::string_view>& anchors_of(const site::Work& work) {
        const auto [sorted, is_new] = anchors_.try_emplace(&work);
        if (is_new) sorted->second = site::anchors_of(work);
        return sorted->second;
    }

    bool has_anchor(const site::Work& work, std::string_view id) {
        return std::ranges::binary_search(anchors_of(work), id);
    }

    void warn_anchor(const site::InternalReference& reference, const site::Work& target, std::string_view fragment) {
        const auto near = text::nearest(fragment, anchors_of(target));
        warn(reference, fmt::format("no anchor '#{}' in {}", fragment, target.path),
             near ? fmt::format("did you mean '#{}'?", *near) : "link to one of its headings, or give one this {#id}");
    }

    const Publication& publication_;
    const site::Work& work_;
    std::unordered_map<const site::Work*, std::vector<std::string_view>> anchors_;
    std::vector<LinkFault> found_;
};

}  // namespace

Diagnostics check_links(const Publication& publication, std::size_t threads) {
    const auto works = publication.catalog().works();
    std::vector<std::vector<LinkFault>> by_work(works.size());
    parallel::for_each_index(works.size(), threads,
                             [&](std::size_t i, std::size_t) { by_work[i] = LinkCheck(publication, works[i]).run(); });
    // The first faults, as many as keep this a small part of a build.
    constexpr std::size_t most_comparisons = 200'000;
    std::size_t suggestions_left = std::min<std::size_t>(100, most_comparisons / (works.size() + 1));
    Diagnostics all;
    for (std::vector<LinkFault>& found : by_work) {
        for (LinkFault& fault : found) {
            if (fault.suggestion && suggestions_left > 0) {
                --suggestions_left;
                if (auto remedy = fault.suggestion()) fault.diagnostic.error.remedy = std::move(*remedy);
            }
            all.push_back(std::move(fault.diagnostic));
        }
    }
    return all;
}

}  // namespace byline::publish
