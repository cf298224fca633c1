#include "site/diagnostics_codec.hpp"

#include "text/byte_codec.hpp"

namespace byline::site {
namespace {

using text::ByteReader;
using text::ByteWriter;

// The fewest bytes of each: bounds how many can follow.
constexpr std::size_t least_place_size = 3;
constexpr std::size_t least_note_size = 1 + least_place_size;
constexpr std::size_t least_diagnostic_size = 6 + least_place_size;

void put(const Place& place, ByteWriter& out) {
    out.string(place.file);
    out.u64(place.line);
    out.u64(place.column);
}

Place take_place(ByteReader& in) {
    Place place;
    place.file = in.string();
    place.line = in.u32();
    place.column = in.u32();
    return place;
}

void put(const Diagnostic& diagnostic, ByteWriter& out) {
    const Error& error = diagnostic.error;
    out.u8(static_cast<std::uint8_t>(diagnostic.severity));
    out.u8(static_cast<std::uint8_t>(error.code));
    out.string(error.message);
    out.string(error.remedy);
    put(error.place, out);
    out.string(error.snippet);
    out.u64(error.notes.size());
    for (const Note& note : error.notes) {
        out.string(note.message);
        put(note.place, out);
    }
}

Diagnostic take_diagnostic(ByteReader& in) {
    Diagnostic diagnostic;
    Error& error = diagnostic.error;
    diagnostic.severity = static_cast<Severity>(in.u8(static_cast<std::uint8_t>(Severity::Warning)));
    error.code = static_cast<ErrorCode>(in.u8(static_cast<std::uint8_t>(ErrorCode::System)));
    error.message = in.string();
    error.remedy = in.string();
    error.place = take_place(in);
    error.snippet = in.string();
    const std::size_t count = in.count(least_note_size);
    error.notes.reserve(count);
    for (std::size_t i = 0; i < count && !in.is_failed(); ++i) {
        Note& note = error.notes.emplace_back();
        note.message = in.string();
        note.place = take_place(in);
    }
    return diagnostic;
}

}  // namespace

void encode_diagnostics(const Diagnostics& diagnostics, std::string& out) {
    ByteWriter writer(out);
    writer.u64(diagnostics.size());
    for (const Diagnostic& diagnostic : diagnostics) put(diagnostic, writer);
}

std::optional<Diagnostics> decode_diagnostics(std::string_view bytes) {
    ByteReader reader(bytes);
    std::optional<Diagnostics> diagnostics(std::in_place);
    const std::size_t count = reader.count(least_diagnostic_size);
    diagnostics->reserve(count);
    for (std::size_t i = 0; i < count && !reader.is_failed(); ++i) diagnostics->push_back(take_diagnostic(reader));
    if (!reader.is_complete()) diagnostics.reset();
    return diagnostics;
}

}  // namespace byline::site
