#include "search/update_index.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "search/dictionary.hpp"
#include "search/document_file.hpp"
#include "search/document_ids.hpp"
#include "search/english_stem.hpp"
#include "search/head.hpp"
#include "search/impact.hpp"
#include "search/postings.hpp"
#include "search/sizes.hpp"
#include "search/terms.hpp"

namespace byline::search {

namespace {

struct TermChange {
    std::string term;
    std::vector<Posting> removed;
    std::vector<Posting> added;
};

using Deltas = std::map<std::string, std::int64_t, std::less<>>;

// False when a count would fall below zero.
bool apply_deltas(const Deltas& deltas, Counts& counts) {
    for (const auto& [name, delta] : deltas) {
        if (delta == 0) continue;
        const auto count = counts.try_emplace(name, 0).first;
        const auto after = static_cast<std::int64_t>(count->second) + delta;
        if (after < 0) return false;
        count->second = static_cast<std::uint64_t>(after);
        if (after == 0) counts.erase(count);
    }
    return true;
}

// False when a list does not hold what is to be removed, or holds what is to be added.
bool apply_change(const TermChange& change, std::vector<Posting>& postings) {
    std::map<std::uint32_t, std::uint8_t> list;
    for (const Posting& posting : postings) list.emplace_hint(list.end(), posting.document, posting.impact);
    for (const Posting& posting : change.removed) {
        const auto found = list.find(posting.document);
        if (found == list.end() || found->second != posting.impact) return false;
        list.erase(found);
    }
    for (const Posting& posting : change.added) {
        if (!list.emplace(posting.document, posting.impact).second) return false;
    }
    postings.clear();
    for (const auto& [document, impact] : list) postings.push_back({document, impact});
    return true;
}

// Each step says whether the files that stand allow the next; the first that does not ends the update.
class Updating {
  public:
    explicit Updating(const FileReader& previous) : previous_(previous) {}

    std::optional<IndexUpdate> run(std::span<const std::string> removed, std::span<const Document> changed) {
        const bool done = read_head() && number_documents(removed, changed) && exchange_documents() &&
                          has_same_sizes() && write_postings() && write_words() && write_tags() && write_head();
        if (!done) return std::nullopt;
        std::sort(result_.write.begin(), result_.write.end());
        std::sort(result_.remove.begin(), result_.remove.end());
        return std::move(result_);
    }

  private:
    bool read_head() {
        const auto bytes = previous_(head_path);
        const auto head = bytes ? decode_head(*bytes) : std::nullopt;
        if (!head) return false;
        head_ = *head;
        before_ = *head;
        const auto listed = previous_(addresses_path);
        auto addresses = listed ? decode_addresses(*listed) : std::nullopt;
        if (!addresses || addresses->size() != head_.totals.documents) return false;
        old_addresses_ = std::move(*addresses);
        reader_.emplace(lexicon_, head_.sizes);
        impacts_.emplace(head_.sizes.length_class);
        return true;
    }

    bool number_documents(std::span<const std::string> removed, std::span<const Document> changed) {
        std::set<std::string, std::less<>> addresses(old_addresses_.begin(), old_addresses_.end());
        for (const std::string& address : removed) addresses.erase(address);
        for (const Document& document : changed) {
            Document cleaned = clean(document);
            if (cleaned.address != document.address) return false;
            addresses.insert(document.address);
            changed_.insert_or_assign(document.address, std::move(cleaned));
        }
        new_addresses_.assign(addresses.begin(), addresses.end());
        head_.totals.documents = new_addresses_.size();
        const unsigned id_bits = id_bits_of(head_.totals.documents);
        if (new_addresses_.size() > max_documents || id_bits != head_.sizes.id_bits) return false;
        const auto keep = [id_bits](const std::vector<std::string>& of, std::map<std::string, std::uint32_t>& ids) {
            const auto assigned = assign_ids(of, id_bits);
            for (std::size_t i = 0; i < of.size(); ++i) ids.emplace_hint(ids.end(), of[i], assigned[i]);
        };
        keep(old_addresses_, old_ids_);
        keep(new_addresses_, new_ids_);
        return true;
    }

    // The number in `ids`, or nothing.
    static std::optional<std::uint32_t> id_in(const std::map<std::string, std::uint32_t>& ids,
                                              const std::string& address) {
        const auto found = ids.find(address);
        return found == ids.end() ? std::nullopt : std::optional(found->second);
    }

    bool exchange_documents() {
        std::set<std::string> touched;
        for (const auto& [address, document] : changed_) touched.insert(address);
        for (const auto& [address, id] : old_ids_) {
            if (id_in(new_ids_, address) != id) touched.insert(address);
        }
        for (const std::string& address : touched) {
            const auto old_id = id_in(old_ids_, address);
            const auto new_id = id_in(new_ids_, address);
            std::optional<Document> old_document;
            std::vector<std::string> old_paths;
            if (old_id) {
                old_document = read_document(*old_id, old_paths);
                if (!old_document || old_document->address != address) return false;
            }
            const auto change = changed_.find(address);
            const Document* new_document = !new_id                    ? nullptr
                                           : change != changed_.end() ? &change->second
                                                                      : &*old_document;
            if (old_id == new_id && old_document && *old_document == *new_document) continue;
            freed_.insert(old_paths.begin(), old_paths.end());
            if (old_document) take_out(*old_document, *old_id);
            if (new_document != nullptr) put_in(*new_document, *new_id);
        }
        for (const std::string& path : freed_) {
            if (!taken_.contains(path)) result_.remove.push_back(path);
        }
        return true;
    }

    std::optional<Document> read_document(std::uint32_t id, std::vector<std::string>& paths) const {
        paths.push_back(document_path(id, head_.sizes));
        auto first = previous_(paths.back());
        const auto parts = first ? count_parts(*first) : std::nullopt;
        if (!parts) return std::nullopt;
        std::vector<std::string> files = {std::move(*first)};
        for (std::size_t part = 1; part <= *parts; ++part) {
            paths.push_back(part_path(id, part, head_.sizes));
            auto more = previous_(paths.back());
            if (!more) return std::nullopt;
            files.push_back(std::move(*more));
        }
        return decode_document(files);
    }

    void take_out(const Document& document, std::uint32_t id) {
        const DocumentTerms& terms = reader_->read(document);
        for (const Occurrence& one : terms.occurrences) terms_[one.term].removed.push_back(posting_of(one, terms, id));
        count(document, terms, -1);
    }

    void put_in(const Document& document, std::uint32_t id) {
        const DocumentTerms& terms = reader_->read(document);
        for (const Occurrence& one : terms.occurrences) terms_[one.term].added.push_back(posting_of(one, terms, id));
        count(document, terms, 1);
        std::vector<std::string> files = encode_document(document);
        for (std::size_t part = 0; part < files.size(); ++part) {
            std::string path = part == 0 ? document_path(id, head_.sizes) : part_path(id, part, head_.sizes);
            taken_.insert(path);
            write_if_other(std::move(path), std::move(files[part]));
        }
    }

    Posting posting_of(const Occurrence& one, const DocumentTerms& terms, std::uint32_t id) const {
        if (!has_impact(reader_->name_of(one.term))) return {id, 0};
        return {id, impacts_->impact(one.evidence, length_class_of(terms.length), terms.title_length)};
    }

    void count(const Document& document, const DocumentTerms& terms, std::int64_t sign) {
        const auto factor = static_cast<std::uint64_t>(sign);  // -1 takes away, modulo 2^64
        head_.totals.length += factor * terms.length;
        head_.totals.postings += factor * terms.occurrences.size();
        head_.totals.contents += factor * digest_of(document);
        kinds_[document.kind] += sign;
        languages_[document.language] += sign;
        for (const std::string& tag : document.tags) tags_[tag] += sign;
        for (const std::uint32_t word : terms.words) words_[std::string(lexicon_.word_at(word).text)] += sign;
    }

    // But for the dictionary's, which is known when it is written.
    bool has_same_sizes() const {
        Totals totals = head_.totals;
        totals.words = before_.totals.words;
        return sizes_of(totals) == before_.sizes;
    }

    bool write_postings() {
        std::map<std::uint32_t, std::vector<TermChange*>> buckets;
        for (auto& [key, change] : terms_) {
            std::sort(change.removed.begin(), change.removed.end());
            std::sort(change.added.begin(), change.added.end());
            if (change.removed == change.added) continue;
            change.term = reader_->name_of(key);
            buckets[term_bucket(change.term, head_.sizes)].push_back(&change);
        }
        return std::all_of(buckets.begin(), buckets.end(), [this](const auto& bucket) {
            const std::string path = postings_path(bucket.first, head_.sizes);
            const auto bytes = previous_(path);
            auto chunk = bytes ? decode_postings(*bytes, head_.sizes.id_bits) : PostingChunk();
            if (!chunk) return false;
            std::map<std::string, std::vector<Posting>> terms;
            for (TermPostings& term : *chunk)
                terms.emplace_hint(terms.end(), std::move(term.term), std::move(term.postings));
            for (const TermChange* change : bucket.second) {
                const auto term = terms.try_emplace(change->term).first;
                if (!apply_change(*change, term->second)) return false;
                if (term->second.empty()) terms.erase(term);
            }
            chunk->clear();
            for (auto& [term, postings] : terms) chunk->push_back({term, std::move(postings)});
            put(path, bytes,
                chunk->empty() ? std::nullopt : std::optional(encode_postings(*chunk, head_.sizes.id_bits)));
            return true;
        });
    }

    bool write_words() {
        std::map<std::uint32_t, Deltas> buckets;
        for (const auto& [word, delta] : words_) {
            if (delta == 0) continue;
            for (const std::uint32_t bucket : word_buckets(word, head_.sizes)) {
                buckets[bucket].emplace(dictionary_entry(word, english_stem(word)), delta);
            }
        }
        std::set<std::string> gone;
        std::set<std::string> come;
        for (const auto& [bucket, deltas] : buckets) {
            const std::string path = words_path(bucket, head_.sizes);
            const auto bytes = previous_(path);
            auto chunk = bytes ? decode_words(*bytes) : WordChunk();
            if (!chunk) return false;
            for (const auto& [word, delta] : deltas) {
                if (!chunk->contains(word)) come.insert(word);
            }
            if (!apply_deltas(deltas, *chunk)) return false;
            for (const auto& [word, delta] : deltas) {
                if (!chunk->contains(word)) gone.insert(word);
            }
            put(path, bytes, chunk->empty() ? std::nullopt : std::optional(encode_words(*chunk)));
        }
        head_.totals.words += come.size();
        head_.totals.words -= gone.size();
        return sizes_of(head_.totals) == before_.sizes;
    }

    bool write_tags() {
        if (std::all_of(tags_.begin(), tags_.end(), [](const auto& tag) { return tag.second == 0; })) return true;
        const auto bytes = previous_(tags_path);
        auto tags = bytes ? decode_words(*bytes) : WordChunk();
        if (!tags || tags->size() != before_.tags || !apply_deltas(tags_, *tags)) return false;
        head_.tags = tags->size();
        put(std::string(tags_path), bytes, tags->empty() ? std::nullopt : std::optional(encode_words(*tags)));
        return true;
    }

    bool write_head() {
        if (!apply_deltas(kinds_, head_.kinds) || !apply_deltas(languages_, head_.languages)) return false;
        if (new_addresses_ != old_addresses_) {
            result_.write.push_back({std::string(addresses_path), encode_addresses(new_addresses_)});
        }
        if (head_ != before_) result_.write.push_back({std::string(head_path), encode_head(head_)});
        return true;
    }

    void write_if_other(std::string path, std::string bytes) {
        const auto before = previous_(path);
        put(std::move(path), before, std::move(bytes));
    }

    void put(std::string path, const std::optional<std::string>& before, std::optional<std::string> bytes) {
        if (before == bytes) return;
        if (bytes) {
            result_.write.push_back({std::move(path), std::move(*bytes)});
        } else {
            result_.remove.push_back(std::move(path));
        }
    }

    const FileReader& previous_;
    Head head_;
    Head before_;
    std::vector<std::string> old_addresses_;
    std::vector<std::string> new_addresses_;
    std::map<std::string, std::uint32_t> old_ids_;
    std::map<std::string, std::uint32_t> new_ids_;
    std::map<std::string, Document> changed_;
    std::set<std::string> freed_;  // files of documents that are other, gone, or elsewhere
    std::set<std::string> taken_;
    Lexicon lexicon_;
    std::optional<TermReader> reader_;
    std::optional<ImpactTable> impacts_;
    std::map<TermKey, TermChange> terms_;
    Deltas words_, kinds_, languages_, tags_;
    IndexUpdate result_;
};

}  // namespace

std::optional<IndexUpdate> update_index(const FileReader& previous, std::span<const std::string> removed,
                                        std::span<const Document> changed) {
    return Updating(previous).run(removed, changed);
}

}  // namespace byline::search
