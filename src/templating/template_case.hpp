// A template case of the tests: a folder with template.html (and others), context.json, and what is expected.
// Only for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "templating/environment.hpp"
#include "templating/value.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {

struct TemplateCase {
    std::string id;  // its folder under fixtures/templating/cases
    std::map<std::string, std::string, std::less<>> templates;
    std::string main_template;
    boost::json::object context;
    boost::json::object options;
    std::string expected;
    bool expects_error = false;
};

inline Value value_from_json(const boost::json::value& json) {
    switch (json.kind()) {
        case boost::json::kind::bool_: return Value::boolean(json.get_bool());
        case boost::json::kind::int64: return Value::integer(json.get_int64());
        case boost::json::kind::uint64: return Value::integer(static_cast<std::int64_t>(json.get_uint64()));
        case boost::json::kind::double_: return Value::number(json.get_double());
        case boost::json::kind::string: return Value::string(std::string(json.get_string()));
        case boost::json::kind::array: {
            std::vector<Value> items;
            for (const auto& item : json.get_array()) items.push_back(value_from_json(item));
            return Value::list(std::move(items));
        }
        case boost::json::kind::object: {
            ValueMap map;
            for (const auto& [key, value] : json.get_object()) map.set(std::string_view(key), value_from_json(value));
            return Value::map(std::move(map));
        }
        default: return Value::none();
    }
}

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline TemplateCase read_case(const std::filesystem::path& folder, const std::filesystem::path& root) {
    TemplateCase read;
    read.id = std::filesystem::relative(folder, root).string();
    read.main_template = "template.html";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        const std::string text = read_text(entry.path());
        if (name == "context.json") {
            read.context = boost::json::parse(text).as_object();
        } else if (name == "options.json") {
            read.options = boost::json::parse(text).as_object();
        } else if (name == "expected.txt" || name == "expected_error.txt") {
            read.expected = text;
            read.expects_error = name == "expected_error.txt";
        } else if (name.find(".md") == std::string::npos) {
            if (name == "template.txt") read.main_template = name;
            read.templates.emplace(name, text);
        }
    }
    return read;
}

// Every folder under `root` that has a template, in the order of their names.
inline std::vector<TemplateCase> read_cases(const std::filesystem::path& root) {
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().stem() == "template") folders.push_back(entry.path().parent_path());
    }
    std::sort(folders.begin(), folders.end());
    std::vector<TemplateCase> cases;
    for (const auto& folder : folders) cases.push_back(read_case(folder, root));
    return cases;
}

inline EnvironmentOptions options_of(const boost::json::object& json) {
    const auto is_on = [&json](const char* name) { return json.contains(name) && json.at(name).as_bool(); };
    EnvironmentOptions options;
    if (is_on("trim_blocks")) options.trim_blocks = BlockTrimming::Trim;
    if (is_on("lstrip_blocks")) options.lstrip_blocks = BlockIndentation::Strip;
    if (is_on("keep_trailing_newline")) options.trailing_newline = TrailingNewline::Keep;
    return options;
}

// As a person would see it: message, place, snippet, remedy, notes.
inline std::string describe(const Error& error) {
    const auto place = [](const Place& at) {
        return at.line == 0 ? at.file : at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    };
    std::string text = place(error.place) + ": " + error.message + "\n";
    if (!error.snippet.empty()) text += "  | " + error.snippet + "\n";
    if (!error.remedy.empty()) text += "  " + error.remedy + "\n";
    for (const Note& note : error.notes) text += "  " + place(note.place) + ": " + note.message + "\n";
    return text;
}

inline Result<std::string> render_case(const TemplateCase& given) {
    Environment environment(std::make_unique<MemoryLoader>(given.templates), options_of(given.options));
    const Value context = value_from_json(given.context);
    TRY(const Template* main, environment.get(given.main_template));
    std::string out;
    CHECK(render(*main, context, out));
    return out;
}

}  // namespace byline::templating
