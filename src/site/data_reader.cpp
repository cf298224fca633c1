#include "site/data_reader.hpp"

#include <algorithm>
#include <array>

#include "text/nearest.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

std::string quoted(std::string_view text) {
    return "'" + std::string(text) + "'";
}

Placed<std::string> placed(std::string text, DataPlace place) {
    return {std::move(text), place.line, place.column};
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 9> yes_words{"true", "True", "yes", "Yes", "YES", "on", "On", "ON", "TRUE"};
constexpr std::array<std::string_view, 9> no_words{"false", "False", "no", "No", "NO", "off", "Off", "OFF", "FALSE"};

}  // namespace

void DataReader::report(Error error) {
    if (error.snippet.empty() && error.place.line > 0) {
        error.snippet = text::line_at(bytes_, error.place.line);
    }
    diagnostics_.push_back({Severity::Error, std::move(error)});
}

void DataReader::sort_reports() {
    std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.error.place < b.error.place; });
}

void DataReader::report(DataPlace place, std::string message, std::string remedy) {
    report(content_error(std::move(message), std::move(remedy), {std::string(path_), place.line, place.column}));
}

void DataReader::warn(DataPlace place, std::string message, std::string remedy) {
    report(place, std::move(message), std::move(remedy));
    diagnostics_.back().severity = Severity::Warning;
}

void DataReader::wrong_type(const DataEntry& entry, std::string_view expected, std::string remedy) {
    std::string message = quoted(entry.key) + " is ";
    message.append(described(entry.value)).append(", not ").append(expected);
    report(entry.value.place.line > 0 ? entry.value.place : entry.place, std::move(message), std::move(remedy));
}

void DataReader::unknown_key(const DataEntry& entry, std::string_view where, std::span<const std::string_view> known) {
    std::string message = "unknown key " + quoted(entry.key);
    if (!where.empty()) message.append(" in ").append(where);
    std::string remedy;
    if (const auto near = text::nearest(entry.key, known)) {
        remedy = "did you mean " + quoted(*near) + "?";
    } else {
        remedy = "known keys: ";
        for (std::size_t i = 0; i < known.size(); ++i) remedy.append(i > 0 ? ", " : "").append(known[i]);
    }
    report(entry.place, std::move(message), std::move(remedy));
}

std::optional<std::string> DataReader::text(const DataEntry& entry) {
    if (entry.value.kind == DataKind::Null) return std::nullopt;
    if (is_scalar(entry.value)) return entry.value.text;
    wrong_type(entry, "text", "write one text, in quotes");
    return std::nullopt;
}

std::optional<Placed<std::string>> DataReader::placed_text(const DataEntry& entry) {
    std::optional<std::string> taken = text(entry);
    if (!taken) return std::nullopt;
    return placed(std::move(*taken), entry.value.place);
}

std::optional<bool> DataReader::boolean(const DataEntry& entry) {
    if (entry.value.kind == DataKind::Null) return std::nullopt;
    if (entry.value.kind == DataKind::Bool) return entry.value.boolean;
    if (entry.value.kind == DataKind::Text) {
        if (is_one_of(entry.value.text, yes_words)) return true;
        if (is_one_of(entry.value.text, no_words)) return false;
    }
    wrong_type(entry, "true or false", "write true or false");
    return std::nullopt;
}

std::optional<std::int64_t> DataReader::integer(const DataEntry& entry, std::int64_t least, std::int64_t most) {
    if (entry.value.kind == DataKind::Null) return std::nullopt;
    if (entry.value.kind != DataKind::Integer) {
        wrong_type(entry, "a whole number", "write a whole number, without quotes");
        return std::nullopt;
    }
    if (entry.value.integer >= least && entry.value.integer <= most) return entry.value.integer;
    const bool too_small = entry.value.integer < least;
    report(entry.value.place,
           quoted(entry.key) + " is " + std::to_string(entry.value.integer) + ", but must be at " +
               (too_small ? "least " + std::to_string(least) : "most " + std::to_string(most)),
           "write a number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<text::Timestamp> DataReader::timestamp(const DataEntry& entry, std::int32_t default_offset_seconds) {
    if (entry.value.kind == DataKind::Null || (entry.value.kind == DataKind::Text && entry.value.text.empty())) {
        return std::nullopt;
    }
    const std::string remedy = "write it as 2008-01-31, 2008-01-31 12:30 or 2008-01-31T12:30:05+08:00";
    if (!is_scalar(entry.value)) {
        wrong_type(entry, "a date", remedy);
        return std::nullopt;
    }
    const auto moment = text::parse_timestamp(entry.value.text, default_offset_seconds);
    if (!moment) report(entry.value.place, quoted(entry.key) + " is not a date: " + quoted(entry.value.text), remedy);
    return moment;
}

std::vector<Placed<std::string>> DataReader::texts(const DataEntry& entry) {
    std::vector<Placed<std::string>> taken;
    if (entry.value.kind == DataKind::Null) return taken;
    if (is_scalar(entry.value)) {
        taken.push_back(placed(entry.value.text, entry.value.place));
    } else if (entry.value.kind == DataKind::List) {
        for (const DataNode& item : entry.value.items) {
            if (item.kind == DataKind::Null) continue;
            if (is_scalar(item)) {
                taken.push_back(placed(item.text, item.place));
            } else {
                report(item.place,
                       "an item of " + quoted(entry.key) + " is " + std::string(described(item)) + ", not text",
                       "write a list of texts");
            }
        }
    } else {
        wrong_type(entry, "a list of texts", "write a list of texts");
    }
    return taken;
}

const DataNode* DataReader::table(const DataEntry& entry) {
    if (entry.value.kind == DataKind::Map) return &entry.value;
    if (entry.value.kind != DataKind::Null) wrong_type(entry, "a table", "write a table of keys and values");
    return nullptr;
}

const DataNode* DataReader::list(const DataEntry& entry) {
    if (entry.value.kind == DataKind::List) return &entry.value;
    if (entry.value.kind != DataKind::Null) wrong_type(entry, "a list", "write a list");
    return nullptr;
}

}  // namespace byline::site
