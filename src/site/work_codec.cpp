#include "site/work_codec.hpp"

#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "site/value_codec.hpp"
#include "site/work_members.hpp"
#include "text/byte_codec.hpp"

namespace byline::site {
namespace {

class Encoder {
  public:
    explicit Encoder(std::string& out) : out_(out) {}

    template <typename T>
    void operator()(WorkField /*field*/, const T& member) {
        put(member);
    }

  private:
    void put(const std::string& text) { out_.string(text); }
    void put(const SeldomText& text) { out_.string(text); }
    void put(bool flag) { out_.flag(flag); }
    void put(int number) { out_.i64(number); }
    void put(std::int64_t number) { out_.i64(number); }
    void put(std::uint32_t number) { out_.u64(number); }
    void put(const text::Timestamp& timestamp) {
        put(timestamp.seconds);
        put(timestamp.offset_seconds);
        put(timestamp.date_only);
    }
    void put(const text::WordCount& count) {
        put(count.words);
        put(count.han);
    }
    void put(const SeriesEntry& series) {
        put(series.name);
        put(series.position);
    }
    void put(const MediaLink& link) {
        put(link.url);
        put(link.title);
    }
    void put(const Heading& heading) {
        put(heading.level);
        put(heading.id);
        put(heading.html);
    }
    void put(const InternalReference& reference) {
        put(reference.kind);
        put(reference.destination);
        put(reference.fragment);
        put(reference.line);
        put(reference.column);
    }
    void put(const LinkSentence& sentence) {
        put(sentence.reference);
        put(sentence.text);
        put(sentence.words_begin);
        put(sentence.words_size);
        put(sentence.anchor);
    }
    void put(const templating::Value& value) { encode_value(value, out_); }
    template <typename E>
    requires std::is_enum_v<E>
    void put(E enumerator) { out_.u8(static_cast<std::uint8_t>(enumerator)); }
    template <typename T>
    void put(const Placed<T>& placed) {
        put(placed.value);
        put(placed.line);
        put(placed.column);
    }
    template <typename T>
    void put(const std::optional<T>& optional) {
        put(optional.has_value());
        if (optional) put(*optional);
    }
    template <typename T>
    void put(const Seldom<T>& optional) {
        put(optional.has_value());
        if (optional) put(*optional);
    }
    template <typename A, typename B>
    void put(const std::pair<A, B>& pair) {
        put(pair.first);
        put(pair.second);
    }
    template <typename T>
    void put(const std::vector<T>& items) {
        out_.u64(items.size());
        for (const T& item : items) put(item);
    }

    text::ByteWriter out_;
};

constexpr SourceRole last_of(SourceRole /*role*/) {
    return SourceRole::Deck;
}
constexpr Kind last_of(Kind /*kind*/) {
    return all_kinds.back();
}
constexpr Maturity last_of(Maturity /*maturity*/) {
    return Maturity::Evergreen;
}
constexpr Commenting last_of(Commenting /*commenting*/) {
    return Commenting::Off;
}
constexpr Visibility last_of(Visibility /*visibility*/) {
    return Visibility::Expired;
}
constexpr markdown::ReferenceKind last_of(markdown::ReferenceKind /*kind*/) {
    return markdown::ReferenceKind::DirectiveFile;
}

// The fewest bytes that an item of a list takes; bounds how many can follow.
template <typename T>
constexpr std::size_t least_size = 1;
template <>
constexpr std::size_t least_size<Placed<std::string>> = 3;
template <>
constexpr std::size_t least_size<std::pair<std::string, std::vector<Placed<std::string>>>> = 2;
template <>
constexpr std::size_t least_size<Heading> = 3;
template <>
constexpr std::size_t least_size<InternalReference> = 5;
template <>
constexpr std::size_t least_size<LinkSentence> = 5;

// Years are written in four digits and zones in two digits of hours; the calendar would overflow far beyond.
constexpr std::int64_t farthest_seconds = std::int64_t{1} << 38;
constexpr std::int32_t widest_offset = 1 << 20;

// Takes members in the order in which the encoder puts them.
class Decoder {
  public:
    explicit Decoder(std::string_view bytes) : in_(bytes) {}

    template <typename T>
    void operator()(WorkField /*field*/, T& member) {
        take(member);
    }
    [[nodiscard]] bool is_complete() const { return in_.is_complete(); }

  private:
    // Members of a new work are empty; making a string anew is faster than assigning to one.
    template <typename Text>
    requires std::is_same_v<Text, std::string> || std::is_same_v<Text, SeldomText>
    void take(Text& text) {
        const std::string_view bytes = in_.string();
        if (!bytes.empty()) text = std::string(bytes);
    }
    void take(bool& flag) { flag = in_.flag(); }
    void take(int& number) {
        const std::int64_t value = in_.i64();
        if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) return in_.fail();
        number = static_cast<int>(value);
    }
    void take(std::int64_t& number) { number = in_.i64(); }
    void take(std::uint32_t& number) { number = in_.u32(); }
    void take(text::Timestamp& timestamp) {
        take(timestamp.seconds);
        take(timestamp.offset_seconds);
        take(timestamp.date_only);
        const bool is_far = timestamp.seconds < -farthest_seconds || timestamp.seconds > farthest_seconds ||
                            timestamp.offset_seconds < -widest_offset || timestamp.offset_seconds > widest_offset;
        if (is_far) in_.fail();
    }
    void take(text::WordCount& count) {
        take(count.words);
        take(count.han);
    }
    void take(SeriesEntry& series) {
        take(series.name);
        take(series.position);
    }
    void take(MediaLink& link) {
        take(link.url);
        take(link.title);
    }
    void take(Heading& heading) {
        take(heading.level);
        take(heading.id);
        take(heading.html);
    }
    void take(InternalReference& reference) {
        take(reference.kind);
        take(reference.destination);
        take(reference.fragment);
        take(reference.line);
        take(reference.column);
    }
    void take(LinkSentence& sentence) {
        take(sentence.reference);
        take(sentence.text);
        take(sentence.words_begin);
        take(sentence.words_size);
        take(sentence.anchor);
        // Who shows it cuts the text there.
        if (sentence.words_begin > sentence.text.size() ||
            sentence.words_size > sentence.text.size() - sentence.words_begin)
            in_.fail();
    }
    void take(templating::Value& value) { value = decode_value(in_); }
    template <typename E>
    requires std::is_enum_v<E>
    void take(E& enumerator) { enumerator = static_cast<E>(in_.u8(static_cast<std::uint8_t>(last_of(E{})))); }
    template <typename T>
    void take(Placed<T>& placed) {
        take(placed.value);
        take(placed.line);
        take(placed.column);
    }
    template <typename T>
    void take(std::optional<T>& optional) {
        if (in_.flag()) take(optional.emplace());
    }
    template <typename T>
    void take(Seldom<T>& optional) {
        if (in_.flag()) take(optional.emplace());
    }
    template <typename A, typename B>
    void take(std::pair<A, B>& pair) {
        take(pair.first);
        take(pair.second);
    }
    template <typename T>
    void take(std::vector<T>& items) {
        const std::size_t count = in_.count(least_size<T>);
        items.reserve(count);
        for (std::size_t i = 0; i < count && !in_.is_failed(); ++i) take(items.emplace_back());
    }

    text::ByteReader in_;
};

}  // namespace

void encode_work(const Work& work, std::string& out) {
    Encoder encoder(out);
    visit_members(encoder, work);
}

std::optional<Work> decode_work(std::string_view bytes) {
    std::optional<Work> work(std::in_place);
    Decoder decoder(bytes);
    visit_members(decoder, *work);
    if (!decoder.is_complete()) work.reset();
    return work;
}

}  // namespace byline::site
