#include "search/document_file.hpp"

#include <array>
#include <utility>
#include <vector>

#include "search/checked_bytes.hpp"
#include "search/document_parts.hpp"
#include "text/byte_codec.hpp"
#include "text/digest.hpp"

namespace byline::search {

namespace {

constexpr std::string_view document_first_bytes = "BSD2";
constexpr std::string_view part_first_bytes = "BSP2";
constexpr std::size_t max_document_bytes = max_text_bytes + (max_sections * 2 + max_tags + 6) * (max_line_bytes + 1);

// Control characters do not stand in clean documents.
constexpr char between_sections = '\x1e';
constexpr char between_fields = '\x1f';
constexpr char between_tags = '\x1d';

std::string head_of(const Document& document) {
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
    return record;
}

void append_piece(std::string& record, const Piece& piece) {
    record += piece.section->anchor;
    record += between_fields;
    record += piece.section->heading;
    record += between_fields;
    record += piece.text;
    if (piece.continues) record += between_fields;  // and a field that is empty
}

std::string sections_of(const Part& part) {
    std::string record;
    for (const Piece& piece : part) {
        if (&piece != part.data()) record += between_sections;
        append_piece(record, piece);
    }
    return record;
}

std::string record_of(const Document& document) {
    std::string record = head_of(document);
    for (const Section& section : document.sections) {
        record += between_sections;
        append_piece(record, {&section, section.text, false});
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

std::optional<Document> document_from(std::string_view head) {
    const auto fields = split(head, between_fields);
    if (fields.size() != 7) return std::nullopt;
    Document document;
    const std::array<std::string*, 6> lines = {&document.address, &document.title, &document.language,
                                               &document.kind,    &document.date,  &document.description};
    for (std::size_t i = 0; i < lines.size(); ++i) *lines[i] = fields[i];
    if (!fields[6].empty()) {
        for (const std::string_view tag : split(fields[6], between_tags)) document.tags.emplace_back(tag);
    }
    return document;
}

// False when `record` is not what append_piece() makes.
bool take_section(std::string_view record, std::vector<Section>& sections) {
    const auto fields = split(record, between_fields);
    if (fields.size() == 3) {
        sections.push_back({std::string(fields[0]), std::string(fields[1]), std::string(fields[2])});
        return true;
    }
    if (fields.size() != 4 || !fields[3].empty() || sections.empty()) return false;
    Section& begun = sections.back();
    if (begun.anchor != fields[0] || begun.heading != fields[1]) return false;
    begun.text += fields[2];
    return true;
}

// What the first file holds.
struct FirstFile {
    std::size_t parts = 0;
    std::string_view deflated;
};

std::optional<FirstFile> read_first_file(std::string_view bytes) {
    const auto body = checked_body(document_first_bytes, bytes);
    if (!body) return std::nullopt;
    text::ByteReader reader(*body);
    FirstFile file;
    file.parts = reader.count(1);
    for (std::size_t i = 0; i < file.parts; ++i) static_cast<void>(reader.string());
    file.deflated = reader.raw(reader.remaining());
    if (reader.is_failed()) return std::nullopt;
    return file;
}

}  // namespace

std::vector<std::string> encode_document(const Document& document) {
    Deflater deflater;
    return encode_document(document, deflater);
}

std::vector<std::string> encode_document(const Document& document, Deflater& deflater) {
    const std::vector<Part> parts = parts_of(document, max_part_bytes);
    std::string body;
    text::ByteWriter writer(body);
    if (parts.size() == 1) {
        writer.u64(0);
        writer.raw(deflater.deflate(record_of(document)));
        return {checked_bytes(document_first_bytes, body)};
    }
    writer.u64(parts.size());
    for (const Part& part : parts) writer.string(filter_of(part));
    writer.raw(deflater.deflate(head_of(document)));
    std::vector<std::string> files = {checked_bytes(document_first_bytes, body)};
    for (const Part& part : parts)
        files.push_back(checked_bytes(part_first_bytes, deflater.deflate(sections_of(part))));
    return files;
}

std::optional<std::size_t> count_parts(std::string_view first_file) {
    const auto file = read_first_file(first_file);
    if (!file) return std::nullopt;
    return file->parts;
}

std::optional<Document> decode_document(std::span<const std::string> files) {
    const auto first = files.empty() ? std::nullopt : read_first_file(files.front());
    if (!first || first->parts + 1 != files.size()) return std::nullopt;
    const auto record = inflate(first->deflated, max_document_bytes);
    if (!record) return std::nullopt;
    auto sections = split(*record, between_sections);
    auto document = document_from(sections.front());
    if (!document) return std::nullopt;
    sections.erase(sections.begin());
    if (first->parts != 0 && !sections.empty()) return std::nullopt;
    for (const std::string_view section : sections) {
        if (!take_section(section, document->sections)) return std::nullopt;
    }
    for (const std::string& file : files.subspan(1)) {
        const auto body = checked_body(part_first_bytes, file);
        const auto part = body ? inflate(*body, max_document_bytes) : std::nullopt;
        if (!part) return std::nullopt;
        for (const std::string_view section : split(*part, between_sections)) {
            if (!take_section(section, document->sections)) return std::nullopt;
        }
    }
    if (clean(*document) != *document) return std::nullopt;
    return document;
}

std::uint64_t digest_of(const Document& document) {
    return text::digest64_of(record_of(document));
}

}  // namespace byline::search
