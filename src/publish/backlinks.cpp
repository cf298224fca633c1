// The works that link to one, as templates see them, with the sentences that the links stand in.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "graph/reads.hpp"
#include "publish/objects.hpp"
#include "publish/publication.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {

using site::WorkField;
using templating::Value;

Value BacklinkObject::get(std::string_view name) const {
    // The publication's own view of the work outlives this object, and so do the texts that it gives.
    return name == "excerpts" ? excerpts() : publication_.work(id_).get(name);
}

Value BacklinkObject::excerpts() const {
    graph::note(target_, WorkField::Backlinks | WorkField::Title);
    graph::note(id_, WorkField::LinkSentences | WorkField::Url);
    const site::Work& work = publication_.catalog().work(id_);
    const std::string& href = publication_.work(id_).href();
    std::vector<Value> excerpts;
    std::vector<std::string_view> told;
    for (const site::Backlink link : publication_.catalog().links_to(target_)) {
        if (link.source != id_) continue;
        if (excerpts.size() == most_excerpts) break;
        const auto found =
            std::ranges::lower_bound(work.link_sentences, link.reference, {}, &site::LinkSentence::reference);
        if (found == work.link_sentences.end() || found->reference != link.reference) continue;
        const std::string_view text = found->text;
        if (std::ranges::find(told, text) != told.end()) continue;  // two links in one sentence
        told.push_back(text);
        const std::string_view before = text.substr(0, found->words_begin);
        std::string_view words = text.substr(found->words_begin, found->words_size);
        const std::string_view after = text.substr(found->words_begin + found->words_size);
        // A wikilink without words of its own is shown by the title of the work.
        if (words.empty()) words = publication_.catalog().work(target_).title;
        excerpts.push_back(
            Value::map({{"text", Value::string(std::string(before).append(words).append(after))},
                        {"before", Value::view(before)},
                        {"words", Value::view(words)},
                        {"after", Value::view(after)},
                        {"url", Value::string(found->anchor.empty() ? href : href + "#" + found->anchor)}}));
    }
    return Value::list(std::move(excerpts));
}

std::span<const std::string_view> BacklinkObject::names() const {
    static const std::vector<std::string_view> names = [&] {
        const auto of_works = publication_.work(id_).names();
        std::vector<std::string_view> all(of_works.begin(), of_works.end());
        all.insert(std::ranges::upper_bound(all, "excerpts"), "excerpts");
        return all;
    }();
    return names;
}

std::size_t BacklinkList::size() const {
    return publication_.catalog().backlinks(target_).size();
}

Value BacklinkList::at(std::size_t index) const {
    return Value::object(std::make_shared<const BacklinkObject>(
        publication_, publication_.catalog().backlinks(target_)[index], target_));
}

}  // namespace byline::publish
