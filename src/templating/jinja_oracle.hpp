// The JinjaOracle asks Debian's jinja2 what template cases render to; one process for any number of cases.
// Only for tests.
#pragma once

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "templating/template_case.hpp"

namespace byline::templating {

struct OracleAnswer {
    std::string output;
    std::string error;  // empty when it rendered
};

// Its escaping writes &#34; where ours writes &quot;.
inline std::string with_our_quotes(std::string text) {
    for (std::size_t i = text.find("&#34;"); i != std::string::npos; i = text.find("&#34;", i))
        text.replace(i, 5, "&quot;");
    return text;
}

// Answers by the id of the case; nullopt when jinja2 cannot be run.
inline std::optional<std::map<std::string, OracleAnswer>> ask_oracle(const std::vector<TemplateCase>& cases) {
    const auto file =
        std::filesystem::temp_directory_path() /
        ("byline_oracle_" + std::to_string(std::filesystem::hash_value(cases.empty() ? "" : cases[0].id)) + "_" +
         std::to_string(cases.size()) + ".jsonl");
    {
        std::ofstream questions(file, std::ios::binary);
        for (const TemplateCase& each : cases) {
            boost::json::object templates;
            for (const auto& [name, text] : each.templates) templates[name] = text;
            questions << boost::json::serialize(boost::json::object{{"id", each.id},
                                                                    {"templates", templates},
                                                                    {"main", each.main_template},
                                                                    {"context", each.context},
                                                                    {"options", each.options}})
                      << "\n";
        }
    }
    const std::string command = "/usr/bin/python3 " BYLINE_ROOT "/src/templating/jinja_oracle.py < " + file.string();
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string lines;
    std::array<char, 65536> buffer{};
    while (pipe != nullptr) {
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
        if (count == 0) break;
        lines.append(buffer.data(), count);
    }
    std::filesystem::remove(file);
    std::map<std::string, OracleAnswer> answers;
    for (std::size_t start = 0; start < lines.size();) {
        const std::size_t end = lines.find('\n', start);
        const boost::json::object answer =
            boost::json::parse(std::string_view(lines).substr(start, end - start)).as_object();
        OracleAnswer& ours = answers[std::string(answer.at("id").as_string())];
        if (answer.contains("error")) {
            ours.error = std::string(answer.at("error").as_string());
        } else {
            ours.output = with_our_quotes(std::string(answer.at("output").as_string()));
        }
        start = end + 1;
    }
    if (answers.size() != cases.size()) return std::nullopt;
    return answers;
}

}  // namespace byline::templating
