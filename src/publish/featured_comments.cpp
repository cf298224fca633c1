#include "publish/featured_comments.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "publish/objects.hpp"
#include "publish/site_urls.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {
namespace {

using templating::Value;
using templating::ValueMap;

Value comment_value(const FeaturedComment& comment, const SiteUrls& urls) {
    ValueMap map;
    map.set("id", Value::integer(comment.id));
    map.set("name", Value::view(comment.name));
    map.set("website", Value::view(comment.website));
    map.set("face", comment.face.empty() ? Value::none() : Value::string(urls.href(comment.face)));
    map.set("drawn_face", Value::safe_view(comment.drawn_face.view()));
    map.set("is_author", Value::boolean(comment.is_author));
    map.set("is_verified", Value::boolean(comment.is_verified));
    map.set("html", Value::safe_view(comment.html.view()));
    map.set("date", Value::object(std::make_shared<const DateObject>(comment.written)));
    map.set("likes", Value::integer(comment.likes));
    map.set("answers", Value::integer(comment.answers));
    map.set("note", Value::view(comment.note));
    return Value::map(std::move(map));
}

}  // namespace

Result<Featured> read_featured(const FeaturedReader& reader, const site::Configuration& configuration, bool had_some,
                               Diagnostics& diagnostics) {
    if (!reader || !configuration.has_featured_comments) return Featured{};
    TRY(auto threads, reader(diagnostics));
    if (threads) return Featured{std::move(*threads), false};
    if (had_some) {
        return fail(content_error("the last build had featured comments, and their store is not there any more",
                                  "bring it back, say where it is in BYLINE_STORE, or set [comments] featured = false",
                                  {"byline.toml", 0, 0}));
    }
    return Featured{{}, true};
}

text::Digest digest_of(const FeaturedThreads& threads) {
    if (threads.empty()) return {};
    text::DigestBuilder digest;
    const auto number = [&digest](std::int64_t value) { digest.add_number(static_cast<std::uint64_t>(value)); };
    for (const FeaturedThread& thread : threads) {
        digest.add(thread.address);
        number(thread.comments);
        digest.add_number(thread.featured.size());
        for (const FeaturedComment& comment : thread.featured) {
            number(comment.id);
            digest.add(comment.name).add(comment.website).add(comment.face).add(comment.drawn_face.view());
            digest.add_number((comment.is_author ? 1 : 0) + (comment.is_verified ? 2 : 0)).add(comment.html.view());
            number(comment.written.seconds);
            number(comment.likes);
            number(comment.answers);
            digest.add(comment.note);
        }
    }
    return digest.digest();
}

const FeaturedThread* find_featured(const FeaturedThreads& threads, std::string_view address) {
    const auto found = std::ranges::lower_bound(
        threads, address, {}, [](const FeaturedThread& thread) { return std::string_view(thread.address); });
    return found == threads.end() || found->address != address ? nullptr : &*found;
}

Value value_of(const FeaturedThread* thread, const SiteUrls& urls) {
    std::vector<Value> comments;
    if (thread != nullptr) {
        comments.reserve(thread->featured.size());
        for (const FeaturedComment& comment : thread->featured) comments.push_back(comment_value(comment, urls));
    }
    return Value::list(std::move(comments));
}

std::string plain_text_of(const FeaturedComment& comment) {
    constexpr std::array<std::pair<std::string_view, char>, 5> references = {
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    std::string out;
    std::string_view rest = comment.html.view();
    while (!rest.empty()) {
        if (rest.front() == '<') {
            rest.remove_prefix(std::min(rest.size(), std::min(rest.find('>'), rest.size() - 1) + 1));
            continue;
        }
        const auto known =
            std::ranges::find_if(references, [&](const auto& reference) { return rest.starts_with(reference.first); });
        out += known == references.end() ? rest.front() : known->second;
        rest.remove_prefix(known == references.end() ? 1 : known->first.size());
    }
    while (!out.empty() && static_cast<unsigned char>(out.back()) <= ' ') out.pop_back();
    return out;
}

}  // namespace byline::publish
