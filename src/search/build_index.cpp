#include "search/build_index.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <numeric>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>

#include "parallel/for_each_index.hpp"
#include "search/deflate.hpp"
#include "search/dictionary.hpp"
#include "search/document_file.hpp"
#include "search/document_ids.hpp"
#include "search/head.hpp"
#include "search/impact.hpp"
#include "search/posting_pool.hpp"
#include "search/postings.hpp"
#include "search/sizes.hpp"
#include "search/terms.hpp"

namespace byline::search {

namespace {

// What one thread gathers of the documents that it read.
struct Gathered {
    explicit Gathered(Sizes sizes) : reader(lexicon, sizes) {}

    Lexicon lexicon;
    TermReader reader;
    PostingPool postings;
    Deflater deflater;
    std::vector<std::uint32_t> documents_with;  // for each word of the lexicon
    Totals totals;
    Counts kinds, languages, tags;
};

// What impact() has to know of a document.
struct Lengths {
    std::uint8_t length_class = 0;
    std::uint8_t title_length = 0;
};

// The number of a word of one thread, and the bucket where it belongs.
struct Placed {
    std::uint32_t bucket = 0;
    std::uint32_t thread = 0;
    std::uint32_t number = 0;
};

// What one thread read of a term, and the bucket where it belongs.
struct NamedTerm {
    std::uint32_t bucket = 0;
    std::string name;
    std::span<const PostingPool::Entry> entries;
};

// The first error of all threads; the others stop when they see it.
class FirstError {
  public:
    void keep(Error error) {
        const std::scoped_lock lock(mutex_);
        if (!is_set_.exchange(true)) error_ = std::move(error);
    }
    [[nodiscard]] bool is_set() const { return is_set_; }
    [[nodiscard]] Result<void> result() {
        if (is_set_) return fail(std::move(error_));
        return {};
    }

  private:
    std::mutex mutex_;
    std::atomic<bool> is_set_{false};
    Error error_;
};

void add_counts(Counts& to, const Counts& from) {
    for (const auto& [name, count] : from) to[name] += count;
}

class IndexBuild {
  public:
    IndexBuild(const DocumentSource& source, std::size_t threads, const FileSink& sink)
        : source_(source), threads_(std::max<std::size_t>(1, threads)), sink_(sink), order_(source.addresses.size()) {}

    Result<void> run() {
        CHECK(number_documents());
        for (std::size_t i = 0; i < threads_; ++i) gathered_.push_back(std::make_unique<Gathered>(head_.sizes));
        parallel::for_each_index(order_.size(), threads_, [this](std::size_t ordinal, std::size_t thread) {
            if (error_.is_set()) return;
            if (auto read = read_document(ordinal, *gathered_[thread]); !read) error_.keep(std::move(read).error());
        });
        CHECK(error_.result());
        add_up();
        CHECK(write_postings());
        CHECK(write_words());
        if (!tags_.empty()) CHECK(sink_({std::string(tags_path), encode_words(tags_)}));
        return sink_({std::string(head_path), encode_head(head_)});
    }

  private:
    // Ordinals follow the numbers of documents, so that lists are made in their order.
    Result<void> number_documents() {
        const std::size_t count = source_.addresses.size();
        if (count > max_documents) {
            return fail(content_error("there are more than " + std::to_string(max_documents) + " pages to search",
                                      "leave some of them out", {}));
        }
        std::vector<std::string> addresses(source_.addresses.begin(), source_.addresses.end());
        std::sort(addresses.begin(), addresses.end());
        const auto twice = std::adjacent_find(addresses.begin(), addresses.end());
        if (twice != addresses.end()) {
            return fail(
                content_error("two pages to search have the address " + *twice, "give one of them another slug", {}));
        }
        head_.totals.documents = count;
        head_.sizes.id_bits = id_bits_of(count);
        const auto sorted_ids = assign_ids(addresses, head_.sizes.id_bits);
        std::vector<std::uint32_t> ids(count);
        for (std::size_t i = 0; i < count; ++i) {
            const auto found = std::lower_bound(addresses.begin(), addresses.end(), source_.addresses[i]);
            ids[i] = sorted_ids[static_cast<std::size_t>(found - addresses.begin())];
        }
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
        for (const std::size_t index : order_) ids_.push_back(ids[index]);
        lengths_.resize(count);
        return sink_({std::string(addresses_path), encode_addresses(addresses)});
    }

    Result<void> read_document(std::size_t ordinal, Gathered& gathered) {
        const std::size_t index = order_[ordinal];
        TRY(Document given, source_.document(index));
        const Document document = clean(std::move(given));
        if (document.address != source_.addresses[index]) {
            return fail(content_error("the address " + source_.addresses[index] + " cannot stand in the search index",
                                      "make it shorter, without control characters", {}));
        }
        const DocumentTerms& terms = gathered.reader.read(document);
        for (const Occurrence& occurrence : terms.occurrences) {
            gathered.postings.add(gathered.reader.hash_of(occurrence.term),
                                  {occurrence.term, static_cast<std::uint32_t>(ordinal), occurrence.evidence});
        }
        gathered.documents_with.resize(gathered.lexicon.word_count());
        for (const std::uint32_t word : terms.words) ++gathered.documents_with[word];
        lengths_[ordinal] = {static_cast<std::uint8_t>(length_class_of(terms.length)),
                             static_cast<std::uint8_t>(std::min(terms.title_length, 255U))};
        gathered.totals.length += terms.length;
        gathered.totals.contents += digest_of(document);
        ++gathered.kinds[document.kind];
        ++gathered.languages[document.language];
        for (const std::string& tag : document.tags) ++gathered.tags[tag];
        std::vector<std::string> files = encode_document(document, gathered.deflater);
        for (std::size_t part = 1; part < files.size(); ++part)
            CHECK(sink_({part_path(ids_[ordinal], part, head_.sizes), std::move(files[part])}));
        return sink_({document_path(ids_[ordinal], head_.sizes), std::move(files.front())});
    }

    void add_up() {
        std::unordered_set<std::string_view> words;
        for (const auto& gathered : gathered_) {
            head_.totals.length += gathered->totals.length;
            head_.totals.contents += gathered->totals.contents;
            head_.totals.postings += gathered->postings.entry_count();
            add_counts(head_.kinds, gathered->kinds);
            add_counts(head_.languages, gathered->languages);
            add_counts(tags_, gathered->tags);
            for (std::uint32_t word = 0; word < gathered->lexicon.word_count(); ++word) {
                const std::string_view text = gathered->lexicon.word_at(word).text;
                if (!dictionary_keys(text).empty()) words.insert(text);
            }
        }
        head_.totals.words = words.size();
        head_.tags = tags_.size();
        head_.sizes = sizes_of(head_.totals);
    }

    Result<void> write_postings() {
        const ImpactTable impacts(head_.sizes.length_class);
        const std::size_t groups =
            std::min(PostingPool::shard_count, std::size_t{1} << head_.sizes.term_bits);  // that share no bucket
        parallel::for_each_index(groups, threads_, [&](std::size_t group, std::size_t) {
            if (error_.is_set()) return;
            if (auto written = write_buckets(group, groups, impacts); !written) {
                error_.keep(std::move(written).error());
            }
        });
        return error_.result();
    }

    // The buckets whose terms lie in the shards group, group + groups, ...
    Result<void> write_buckets(std::size_t group, std::size_t groups, const ImpactTable& impacts) {
        std::deque<ShardTerms> shards;
        std::vector<NamedTerm> terms;
        for (const auto& gathered : gathered_) {
            for (std::size_t shard = group; shard < PostingPool::shard_count; shard += groups) {
                const ShardTerms& of = shards.emplace_back(gathered->postings, shard);
                gathered->postings.forget(shard);
                for (const ShardTerms::Term& term : of.terms()) {
                    terms.push_back({gathered->reader.hash_of(term.term) & ((1U << head_.sizes.term_bits) - 1),
                                     gathered->reader.name_of(term.term), of.entries(term)});
                }
            }
        }
        std::sort(terms.begin(), terms.end(), [](const NamedTerm& a, const NamedTerm& b) {
            return a.bucket != b.bucket ? a.bucket < b.bucket : a.name < b.name;
        });
        PostingChunkWriter chunk(head_.sizes.id_bits);
        for (std::size_t first = 0; first < terms.size();) {
            std::size_t end = first;
            while (end < terms.size() && terms[end].bucket == terms[first].bucket &&
                   terms[end].name == terms[first].name) {
                ++end;
            }
            chunk.add(terms[first].name, postings_of(std::span(terms).subspan(first, end - first), impacts));
            if (end == terms.size() || terms[end].bucket != terms[first].bucket) {
                CHECK(sink_({postings_path(terms[first].bucket, head_.sizes), chunk.take()}));
            }
            first = end;
        }
        return {};
    }

    // Of one term, from what several threads read of it.
    std::vector<Posting> postings_of(std::span<const NamedTerm> parts, const ImpactTable& impacts) const {
        std::vector<PostingPool::Entry> entries;
        for (const NamedTerm& part : parts) {
            const auto middle = static_cast<std::ptrdiff_t>(entries.size());
            entries.insert(entries.end(), part.entries.begin(), part.entries.end());
            std::inplace_merge(entries.begin(), entries.begin() + middle, entries.end(),
                               [](const auto& a, const auto& b) { return a.ordinal() < b.ordinal(); });
        }
        const bool with_impact = has_impact(parts.front().name);
        std::vector<Posting> postings;
        postings.reserve(entries.size());
        for (const PostingPool::Entry& entry : entries) {
            const Lengths& lengths = lengths_[entry.ordinal()];
            postings.push_back({ids_[entry.ordinal()],
                                with_impact
                                    ? impacts.impact(entry.evidence(), lengths.length_class, lengths.title_length)
                                    : std::uint8_t{0}});
        }
        return postings;
    }

    // Calls write(placed of one bucket) for every bucket that has any.
    template <typename Write>
    Result<void> for_each_bucket(std::vector<Placed>& placed, Write&& write) {
        std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
            return a.bucket != b.bucket   ? a.bucket < b.bucket
                   : a.thread != b.thread ? a.thread < b.thread
                                          : a.number < b.number;
        });
        std::vector<std::size_t> starts;
        for (std::size_t i = 0; i < placed.size(); ++i) {
            if (i == 0 || placed[i].bucket != placed[i - 1].bucket) starts.push_back(i);
        }
        starts.push_back(placed.size());
        parallel::for_each_index(starts.size() - 1, threads_, [&](std::size_t i, std::size_t) {
            if (error_.is_set()) return;
            const std::span<const Placed> bucket(placed.data() + starts[i], starts[i + 1] - starts[i]);
            if (auto written = write(bucket); !written) error_.keep(std::move(written).error());
        });
        return error_.result();
    }

    Result<void> write_words() {
        std::vector<Placed> placed;
        for (std::uint32_t thread = 0; thread < gathered_.size(); ++thread) {
            const Lexicon& lexicon = gathered_[thread]->lexicon;
            for (std::uint32_t word = 0; word < lexicon.word_count(); ++word) {
                for (const std::uint32_t bucket : word_buckets(lexicon.word_at(word).text, head_.sizes)) {
                    placed.push_back({bucket, thread, word});
                }
            }
        }
        return for_each_bucket(placed, [this](std::span<const Placed> bucket) {
            WordChunk chunk;
            for (const Placed& word : bucket) {
                const Gathered& gathered = *gathered_[word.thread];
                const auto [text, stem] = gathered.lexicon.word_at(word.number);
                chunk[dictionary_entry(text, gathered.lexicon.name_at(stem))] += gathered.documents_with[word.number];
            }
            return sink_({words_path(bucket.front().bucket, head_.sizes), encode_words(chunk)});
        });
    }

    const DocumentSource& source_;
    std::size_t threads_;
    const FileSink& sink_;
    std::vector<std::size_t> order_;  // of the source's indices, by number
    std::vector<std::uint32_t> ids_;  // by ordinal
    std::vector<Lengths> lengths_;    // by ordinal
    std::vector<std::unique_ptr<Gathered>> gathered_;
    Counts tags_;
    Head head_;
    FirstError error_;
};

}  // namespace

Result<void> build_index(const DocumentSource& source, std::size_t threads, const FileSink& sink) {
    return IndexBuild(source, threads, sink).run();
}

Result<std::vector<File>> build_index(std::span<const Document> documents, std::size_t threads) {
    std::vector<std::string> addresses;
    addresses.reserve(documents.size());
    for (const Document& document : documents) addresses.push_back(document.address);
    std::mutex mutex;
    std::vector<File> files;
    CHECK(build_index({addresses, [&](std::size_t index) -> Result<Document> { return documents[index]; }}, threads,
                      [&](File file) -> Result<void> {
                          const std::scoped_lock lock(mutex);
                          files.push_back(std::move(file));
                          return {};
                      }));
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace byline::search
