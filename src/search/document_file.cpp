#include "search/document_file.hpp"

#include <array>
#include <utility>
#include <vector>

#include "search/checked_bytes.hpp"
#include "text/digest.hpp"

namespace byline::search {

namespace {

constexpr std::string_view document_first_bytes = "BSD1";
constexpr std::size_t max_document_bytes = max_text_bytes + (max_sections * 2 + max_tags + 6) * (max_line_bytes + 1);

// Control characters do not stand in clean documents.
constexpr char between_sections = '\x1e';
constexpr char between_fields = '\x1f';
constexpr char between_tags = '\x1d';

std::string record_of(const Document& document) {
    std::string record;
    for (const std::string* field : {&document.address, &document.title, &document.language, &document.kind,
                                     &document.date, &document.description}) {
        record += *field;
        record += between_fields;
    }
    for (const std::string& tag : document.tags) {
        if (&tag != document.tags.data()) record += between_tags;
        record += tag;
    }
    for (const Section& section : document.sections) {
        record += between_sections;
        record += section.anchor;
        record += between_fields;
        record += section.heading;
        record += between_fields;
        record += section.text;
    }
    return record;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<Document> document_from(std::string_view record) {
    const auto sections = split(record, between_sections);
    const auto fields = split(sections.front(), between_fields);
    if (fields.size() != 7) return std::nullopt;
    Document document;
    const std::array<std::string*, 6> lines = {&document.address, &document.title, &document.language,
                                               &document.kind,    &document.date,  &document.description};
    for (std::size_t i = 0; i < lines.size(); ++i) *lines[i] = fields[i];
    if (!fields[6].empty()) {
        for (const std::string_view tag : split(fields[6], between_tags)) document.tags.emplace_back(tag);
    }
    for (std::size_t i = 1; i < sections.size(); ++i) {
        const auto parts = split(sections[i], between_fields);
        if (parts.size() != 3) return std::nullopt;
        document.sections.push_back({std::string(parts[0]), std::string(parts[1]), std::string(parts[2])});
    }
    return document;
}

}  // namespace

std::string encode_document(const Document& document) {
    Deflater deflater;
    return encode_document(document, deflater);
}

std::string encode_document(const Document& document, Deflater& deflater) {
    return checked_bytes(document_first_bytes, deflater.deflate(record_of(document)));
}

std::optional<Document> decode_document(std::string_view bytes) {
    const auto body = checked_body(document_first_bytes, bytes);
    if (!body) return std::nullopt;
    const auto record = inflate(*body, max_document_bytes);
    if (!record) return std::nullopt;
    auto document = document_from(*record);
    if (!document || clean(*document) != *document) return std::nullopt;
    return document;
}

std::uint64_t digest_of(const Document& document) {
    return text::digest64_of(record_of(document));
}

}  // namespace byline::search
