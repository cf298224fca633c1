// The questions that a Catalog answers; catalog.cpp is how it comes to be.
#include <algorithm>
#include <utility>

#include "site/catalog.hpp"
#include "site/work_url.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

// "dns.md#ttl" without what follows the path, percent-decoded; as it is when it cannot be decoded.
std::string path_of_destination(std::string_view destination) {
    const std::string_view path = destination.substr(0, destination.find_first_of("?#"));
    return text::percent_decode(path).value_or(std::string(path));
}

std::string folder_of_path(std::string_view path) {
    const auto slash = path.find_last_of('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

}  // namespace

const LanguageIndex& Catalog::language(std::string_view code) const {
    const auto found = std::ranges::find(languages_, code, &LanguageIndex::language);
    return found == languages_.end() ? languages_.front() : *found;
}

std::span<const WorkId> Catalog::translations(WorkId id) const {
    const Range range = translation_ranges_[id];
    return std::span(translation_ids_).subspan(range.first, range.count);
}

std::span<const TermPosition> Catalog::terms_of(WorkId id) const {
    const Range range = term_ranges_[id];
    return std::span(term_positions_).subspan(range.first, range.count);
}

const Series* Catalog::series_of(WorkId id) const {
    const std::uint32_t position = series_positions_[id];
    return position == 0 ? nullptr : &language(work(id).language).series[position - 1];
}

std::span<const WorkId> Catalog::backlinks(WorkId id) const {
    const Range range = backlink_ranges_[id];
    return std::span(backlink_ids_).subspan(range.first, range.count);
}

std::span<const Backlink> Catalog::links_to(WorkId id) const {
    const Range range = link_ranges_[id];
    return std::span(links_).subspan(range.first, range.count);
}

std::vector<WorkId> Catalog::related(WorkId id, std::size_t most) const {
    constexpr std::size_t reach = 12;  // to either side in a term's list: about one page of it
    const LanguageIndex& index = language(work(id).language);
    const std::span<const TermPosition> terms = terms_of(id);
    std::vector<std::pair<WorkId, double>> scores;
    scores.reserve(terms.size() * 2 * reach);
    for (const TermPosition position : terms) {
        const std::vector<WorkId>& works = index.terms[position.taxonomy][position.term].works;
        const std::size_t here = position.ordinal;
        const std::size_t first = here > reach ? here - reach : 0;
        const std::size_t last = std::min(works.size(), here + reach + 1);
        for (std::size_t i = first; i < last; ++i) {
            if (works[i] != id) scores.emplace_back(works[i], 1.0 / static_cast<double>(works.size()));
        }
    }
    std::sort(scores.begin(), scores.end());
    struct Total {
        double score = 0;
        WorkId work = no_work;
        std::int64_t seconds = INT64_MIN;
    };
    const auto is_nearer = [](const Total& a, const Total& b) {
        if (a.score != b.score) return a.score > b.score;
        return a.seconds != b.seconds ? a.seconds > b.seconds : a.work < b.work;
    };
    // The nearest so far, the nearest first.
    std::vector<Total> nearest;
    nearest.reserve(most + 1);
    for (std::size_t i = 0; i < scores.size();) {
        Total total{0, scores[i].first};
        for (; i < scores.size() && scores[i].first == total.work; ++i) total.score += scores[i].second;
        if (nearest.size() == most && (most == 0 || total.score < nearest.back().score)) continue;
        if (const auto& date = work(total.work).date) total.seconds = date->seconds;
        nearest.insert(std::ranges::upper_bound(nearest, total, is_nearer), total);
        if (nearest.size() > most) nearest.pop_back();
    }
    std::vector<WorkId> ids;
    ids.reserve(nearest.size());
    for (const Total& total : nearest) ids.push_back(total.work);
    return ids;
}

WorkId Catalog::find_named(std::string_view name, std::string_view code) const {
    const std::vector<WorkId> found = named(folded_name(name));
    if (found.empty()) return no_work;
    const auto of_language = [&](std::string_view wanted) {
        const auto match = std::ranges::find_if(found, [&](WorkId id) { return work(id).language == wanted; });
        return match == found.end() ? no_work : *match;
    };
    WorkId chosen = of_language(code);
    if (chosen == no_work) chosen = of_language(languages_.front().language);
    if (chosen == no_work) chosen = found.front();
    // A title names the work in one language; a reader of another gets their own, where there is one.
    for (const WorkId translation : translations(chosen)) {
        if (work(translation).language == code) return translation;
    }
    return chosen;
}

WorkId Catalog::find_path(std::string_view content_path) const {
    if (lazy_ != nullptr) return lazy_->find_path(content_path);
    const WorkId found = first_from(content_path);
    return found < works_.size() && works_[found].path == content_path ? found : no_work;
}

WorkId Catalog::find_url(std::string_view url_path) const {
    const WorkId found = find_exact_url(url_path);
    return found == no_work ? find_exact_url(normal_url_path(url_path)) : found;
}

WorkId Catalog::resolve_link(const Work& from, std::string_view destination) const {
    const std::string path = path_of_destination(destination);
    if (path.empty()) return find_path(from.path);
    const bool is_absolute = path.starts_with('/');
    const std::string beside =
        text::remove_dot_segments(is_absolute ? path : "/" + folder_of_path(from.path) + "/" + path);
    const std::string_view in_content =
        std::string_view(beside).substr(std::min<std::size_t>(beside.find_first_not_of('/'), beside.size()));
    if (path.ends_with(".md")) return find_path(in_content);
    if (const WorkId id = find_url(is_absolute ? path : text::resolve(from.url_path, path)); id != no_work) return id;
    if (in_content.empty()) return no_work;
    if (const WorkId id = find_path(std::string(in_content) + ".md"); id != no_work) return id;
    return find_path(std::string(in_content) + (in_content.ends_with('/') ? "" : "/") + "index.md");
}

}  // namespace byline::site
