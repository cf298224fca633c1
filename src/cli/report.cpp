#include "cli/report.hpp"

#include <fmt/format.h>

#include "cli/process_use.hpp"
#include "publish/json_writer.hpp"
#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace byline::cli {
namespace {

std::string_view code_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::Usage: return "usage";
        case ErrorCode::Content: return "content";
        case ErrorCode::System: return "system";
    }
    return "system";
}

std::string painted(std::string_view text, std::string_view sequence, Colour colour) {
    if (colour == Colour::Plain) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", sequence, text);
}

std::string place_text(const Place& place) {
    if (place.file.empty()) return {};
    std::string text = place.file;
    if (place.line > 0) text += fmt::format(":{}", place.line);
    if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
    return text;
}

// The line that `place` names, when the error did not bring it.
std::string line_at(const Place& place, const ReportStyle& style, const disk::Disk& disk) {
    if (place.line == 0 || place.file.starts_with('(')) return {};
    constexpr std::int64_t most_bytes = 16 << 20;
    const auto bytes = disk.read(style.site_folder + "/" + place.file, most_bytes);
    if (!bytes) return {};
    std::size_t begin = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) {
        begin = bytes->find('\n', begin);
        if (begin == std::string::npos) return {};
        ++begin;
    }
    return std::string(text::source_line(*bytes, begin));
}

// Source text for a terminal: control characters and bad bytes could do anything there.
std::string printable(std::string_view line) {
    std::string out;
    for (std::size_t offset = 0; offset < line.size();) {
        const char32_t c = text::decode_next(line, offset);
        const bool is_control =
            c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        text::append_code_point(out, is_control ? U' ' : c);
    }
    return out;
}

// The part of a long line around the column, and where the column is in it.
struct Window {
    std::string text;
    std::size_t indent = 0;  // cells before the caret
};

Window window_of(std::string_view line, std::uint32_t column) {
    constexpr std::size_t before = 60;
    constexpr std::size_t most = 100;
    const std::string clean = printable(line);
    const std::size_t wanted = column == 0 ? 0 : column - 1;
    const std::size_t first = wanted > before ? wanted - before : 0;
    Window window;
    std::size_t character = 0;
    if (first > 0) {
        window.text = "…";
        window.indent = 1;
    }
    for (std::size_t offset = 0; offset < clean.size(); ++character) {
        const std::size_t begin = offset;
        const char32_t c = text::decode_next(clean, offset);
        if (character < first) continue;
        if (character >= first + most) {
            window.text += "…";
            break;
        }
        window.text.append(clean, begin, offset - begin);
        if (character < wanted) window.indent += text::is_wide(c) ? 2 : 1;
    }
    return window;
}

}  // namespace

std::string format_error(const Error& error, Severity severity, const ReportStyle& style, const disk::Disk& disk) {
    std::string out;
    const std::string place = place_text(error.place);
    if (!place.empty()) out += painted(printable(place), "1", style.colour) + ": ";
    out +=
        severity == Severity::Error ? painted("error", "1;31", style.colour) : painted("warning", "1;33", style.colour);
    out += ": " + printable(error.message) + "\n";
    const std::string line = error.snippet.empty() ? line_at(error.place, style, disk) : error.snippet;
    if (!line.empty() && error.place.line > 0) {
        const Window window = window_of(line, error.place.column);
        const std::string number = std::to_string(error.place.line);
        out += fmt::format("  {} | {}\n", number, window.text);
        if (error.place.column > 0) {
            out += fmt::format("  {} | {}{}\n", std::string(number.size(), ' '), std::string(window.indent, ' '),
                               painted("^", "1;31", style.colour));
        }
    }
    constexpr std::size_t most_notes = 8;  // templates that include each other come here two hundred deep
    const std::size_t left_out = error.notes.size() > most_notes ? error.notes.size() - most_notes : 0;
    for (std::size_t i = 0; i < error.notes.size(); ++i) {
        const Note& note = error.notes[i];
        if (left_out > 0 && i == most_notes / 2) out += fmt::format("  … {} more …\n", left_out);
        if (left_out > 0 && i >= most_notes / 2 && i < most_notes / 2 + left_out) continue;
        out += fmt::format("  {}: {}\n", printable(note.message), printable(place_text(note.place)));
    }
    if (!error.remedy.empty())
        out += fmt::format("  {}: {}\n", painted("help", "1;36", style.colour), printable(error.remedy));
    return out;
}

std::string format_diagnostics(const Diagnostics& diagnostics, const ReportStyle& style, const disk::Disk& disk) {
    std::string out;
    std::size_t warnings = 0;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity == Severity::Warning && ++warnings > style.most_warnings) continue;
        const bool is_warning = diagnostic.severity == Severity::Warning && style.warnings_as == Severity::Warning;
        out += format_error(diagnostic.error, is_warning ? Severity::Warning : Severity::Error, style, disk);
    }
    if (warnings > style.most_warnings) {
        out += fmt::format("… and {} more warnings; `byline check` lists all\n", warnings - style.most_warnings);
    }
    return out;
}

namespace {

void add_rendered(publish::JsonWriter& json, const publish::BuildReport& report) {
    json.key("rendered").begin_array();
    for (const publish::RenderedUnit& unit : report.rendered) {
        json.begin_object().key("unit").value(unit.key).key("reasons").begin_array();
        for (const publish::Reason& reason : unit.reasons) {
            json.begin_object().key("fact").value(reason.fact).key("before").value(reason.before);
            json.key("after").value(reason.after).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
}

void add_statistics(publish::JsonWriter& json, const publish::Trace& trace) {
    const ProcessUse use = process_use();
    json.key("peak_bytes").value(static_cast<std::int64_t>(use.peak_bytes));
    json.key("cpu_milliseconds").value(static_cast<std::int64_t>(use.cpu_seconds * 1000));
    json.key("phases").begin_array();
    for (const publish::Trace::Span& span : trace.spans()) {
        if (span.category != "phase") continue;
        const auto length = std::chrono::duration_cast<std::chrono::microseconds>(span.length).count();
        json.begin_object().key("name").value(span.name).key("microseconds").value(std::int64_t{length}).end_object();
    }
    json.end_array();
}

}  // namespace

std::string json_report(const publish::BuildReport& report, double seconds, bool is_ok,
                        const publish::Trace* statistics) {
    std::string out;
    publish::JsonWriter json(out);
    json.begin_object().key("ok").value(is_ok);
    const auto number = [&](std::string_view key, std::uint64_t value) {
        json.key(key).value(static_cast<std::int64_t>(value));
    };
    number("errors", report.count(Severity::Error));
    number("warnings", report.count(Severity::Warning));
    number("works", report.works);
    number("hidden", report.hidden);
    number("pages", report.pages);
    number("composed", report.works_composed);
    number("units", report.units);
    number("units_rendered", report.units_rendered);
    number("written", report.outputs.written);
    number("unchanged", report.outputs.unchanged);
    number("removed", report.outputs.removed);
    number("bytes", report.outputs.bytes);
    number("milliseconds", static_cast<std::uint64_t>(seconds * 1000));
    json.key("diagnostics").begin_array();
    for (const Diagnostic& diagnostic : report.diagnostics) {
        const Error& error = diagnostic.error;
        json.begin_object().key("severity").value(diagnostic.severity == Severity::Error ? "error" : "warning");
        json.key("code").value(code_name(error.code)).key("file").value(error.place.file);
        json.key("line").value(std::int64_t{error.place.line}).key("column").value(std::int64_t{error.place.column});
        json.key("message").value(error.message).key("remedy").value(error.remedy).end_object();
    }
    json.end_array();
    if (!report.begun_anew.empty()) json.key("begun_anew").value(report.begun_anew);
    if (!report.looked_because.empty()) json.key("looked_because").value(report.looked_because);
    add_rendered(json, report);
    if (statistics != nullptr) add_statistics(json, *statistics);
    json.end_object();
    return out + "\n";
}

}  // namespace byline::cli
