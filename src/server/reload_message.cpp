#include "server/reload_message.hpp"

#include <algorithm>

#include "server/json_text.hpp"

namespace byline::server {

namespace {

std::string place_json(const Place& place) {
    return "\"file\":" + json_string(place.file) + ",\"line\":" + std::to_string(place.line) +
           ",\"column\":" + std::to_string(place.column);
}

std::string error_json(const Diagnostic& diagnostic) {
    const Error& error = diagnostic.error;
    std::string json = "{\"severity\":";
    json += diagnostic.severity == Severity::Error ? "\"error\"," : "\"warning\",";
    json += place_json(error.place) + ",\"message\":" + json_string(error.message) +
            ",\"remedy\":" + json_string(error.remedy) + ",\"snippet\":" + json_string(error.snippet) + ",\"notes\":[";
    for (const Note& note : error.notes) {
        if (json.back() == '}') json.push_back(',');
        json += "{" + place_json(note.place) + ",\"message\":" + json_string(note.message) + "}";
    }
    return json + "]}";
}

std::string errors_json(std::string_view build, const Diagnostics& errors) {
    const std::size_t shown = std::min(errors.size(), shown_errors_max);
    std::string json = "{\"build\":" + json_string(build) + ",\"errors\":[";
    for (std::size_t index = 0; index < shown; ++index) {
        if (index > 0) json.push_back(',');
        json += error_json(errors[index]);
    }
    return json + "],\"more\":" + std::to_string(errors.size() - shown) + "}";
}

}  // namespace

http::ServerEvent hello_message(std::string_view build, const Diagnostics& errors) {
    return {"hello", errors_json(build, errors)};
}

http::ServerEvent errors_message(std::string_view build, const Diagnostics& errors) {
    return {"errors", errors_json(build, errors)};
}

http::ServerEvent change_message(std::string_view build, std::string_view base_path, const ChangedPages& changed) {
    std::string json = "{\"build\":" + json_string(build) + ",\"paths\":";
    if (changed.extent == ChangedPages::Extent::Everything || changed.paths.size() > told_paths_max) {
        return {"change", json + "null}"};
    }
    const std::string_view base = base_path.ends_with('/') ? base_path.substr(0, base_path.size() - 1) : base_path;
    json.push_back('[');
    for (const std::string& path : changed.paths) {
        if (json.back() != '[') json.push_back(',');
        json += json_string(std::string(base) + path);
    }
    return {"change", json + "]}"};
}

}  // namespace byline::server
