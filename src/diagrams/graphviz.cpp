#include "diagrams/graphviz.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diagrams/clean_svg.hpp"
#include "diagrams/file_attributes.hpp"
#include "text/digest.hpp"

namespace byline::diagrams {
namespace {

constexpr std::size_t most_source_bytes = std::size_t{128} << 10;
constexpr std::array<std::string_view, 6> engine_names = {"dot", "neato", "fdp", "sfdp", "circo", "twopi"};

Error source_error(std::string message, std::string remedy, std::uint32_t line = 0) {
    return content_error(std::move(message), std::move(remedy), Place{{}, line, 0});
}

// "syntax error in line 4 near ';'" tells the line; it is told by the place instead.
Fault fault_of(std::string_view said) {
    Fault fault{std::string(said), 0};
    constexpr std::string_view stdin_name = "<stdin>: ";
    if (fault.message.starts_with(stdin_name)) fault.message.erase(0, stdin_name.size());
    while (fault.message.ends_with(' ') || fault.message.ends_with('.')) fault.message.pop_back();
    constexpr std::string_view in_line = " in line ";
    const std::size_t at = fault.message.find(in_line);
    if (at == std::string::npos) return fault;
    const char* digits = fault.message.data() + at + in_line.size();
    const auto [end, error] = std::from_chars(digits, fault.message.data() + fault.message.size(), fault.line);
    // The lines of an HTML label are counted from its own beginning.
    if (error == std::errc() && fault.message.starts_with("syntax error"))
        fault.message.erase(at, static_cast<std::size_t>(end - fault.message.data()) - at);
    else
        fault.line = 0;
    return fault;
}

struct Said {
    std::vector<Fault> errors;
    std::vector<Fault> warnings;
};

// Other lines are of libraries (fontconfig, Pango), with process numbers in them, or continue one.
Said read_errors(std::string_view errors) {
    constexpr std::size_t most_faults = 10;
    constexpr std::string_view error = "Error: ";
    constexpr std::string_view warning = "Warning: ";
    Said said;
    while (!errors.empty()) {
        const std::size_t size = std::min(errors.find('\n'), errors.size());
        const std::string_view line = errors.substr(0, size);
        errors.remove_prefix(std::min(size + 1, errors.size()));
        if (line.starts_with(error) && said.errors.size() < most_faults)
            said.errors.push_back(fault_of(line.substr(error.size())));
        if (line.starts_with(warning) && said.warnings.size() < most_faults)
            said.warnings.push_back(fault_of(line.substr(warning.size())));
    }
    return said;
}

Result<void> check_end(const ChildOutcome& outcome, const Program& program, const ChildLimits& limits,
                       const Said& said) {
    const std::string smaller = "make the graph smaller, or draw it once and include the picture";
    switch (outcome.end) {
        case ChildEnd::Exited: break;
        case ChildEnd::TimedOut:
            return fail(system_error(
                fmt::format("the diagram was not drawn within {} seconds", limits.time.count() / 1000), smaller, {}));
        case ChildEnd::Flooded:
            return fail(source_error(fmt::format("the diagram has more than {} bytes", limits.output_bytes), smaller));
        case ChildEnd::Signalled:
            return fail(system_error(
                fmt::format("{} ended by signal {} while it drew: it crashed, or took more than {} "
                            "seconds or {} MB",
                            program.path, outcome.code, limits.processor_seconds, limits.memory_bytes >> 20U),
                smaller, {}));
    }
    if (outcome.code == 0) return {};
    if (!said.errors.empty()) {
        const Fault& first = said.errors.front();
        return fail(source_error("in the diagram: " + first.message,
                                 "correct the graph; its language is that of Graphviz", first.line));
    }
    return fail(system_error(fmt::format("{} ended with code {}", program.path, outcome.code),
                             "try the graph with `dot -Tsvg` in a terminal", {}));
}

}  // namespace

std::string_view name_of(Engine engine) {
    return engine_names[static_cast<std::size_t>(engine)];
}

std::optional<Engine> engine_named(std::string_view name) {
    const auto found = std::ranges::find(engine_names, name);
    if (found == engine_names.end()) return std::nullopt;
    return static_cast<Engine>(found - engine_names.begin());
}

Program find_program(std::string_view path, std::string_view home) {
    while (!path.empty()) {
        const std::size_t size = std::min(path.find(':'), path.size());
        const std::string folder(path.substr(0, size));
        path.remove_prefix(std::min(size + 1, path.size()));
        if (!folder.starts_with('/')) continue;  // the site's own folder is not searched for programs
        const std::string file = folder + "/dot";
        struct stat found {};
        if (::stat(file.c_str(), &found) != 0 || !S_ISREG(found.st_mode) || ::access(file.c_str(), X_OK) != 0) continue;
        return {file,
                fmt::format("{} {} {}.{:09} {}", file, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec,
                            found.st_ino),
                std::string(home)};
    }
    return {};
}

std::string id_prefix(const Source& source) {
    const std::uint64_t digest = text::DigestBuilder().add(name_of(source.engine)).add(source.dot).digest64();
    return "dg-" + text::hex_of(digest).substr(0, 12) + "-";
}

Result<Diagram> draw(const Program& program, const Source& source, const ChildLimits& limits) {
    if (source.dot.size() > most_source_bytes) {
        return fail(source_error(fmt::format("the diagram's source has more than {} bytes", most_source_bytes),
                                 "make the graph smaller, or draw it once and include the picture"));
    }
    if (const auto reading = find_file_attribute(source.dot)) {
        return fail(source_error(fmt::format("in the diagram: the attribute '{}' {}", reading->name, reading->reason),
                                 "take it out", reading->line));
    }
    Child child;
    child.program = program.path;
    // The page's own words would be measured too narrow with the default, Times.
    child.arguments = {"dot",
                       fmt::format("-K{}", name_of(source.engine)),
                       "-Tsvg",
                       "-Gbgcolor=transparent",
                       fmt::format("-Gfontname={}", diagram_font),
                       fmt::format("-Nfontname={}", diagram_font),
                       fmt::format("-Efontname={}", diagram_font)};
    // With SERVER_NAME, as on a web server, Graphviz opens no file that a graph names.
    child.environment = {"SERVER_NAME=byline", "LC_ALL=C.UTF-8"};
    if (!program.home.empty()) child.environment.push_back("HOME=" + program.home);
    TRY(ChildOutcome outcome, run_child(child, source.dot, limits));
    Said said = read_errors(outcome.errors);
    CHECK(check_end(outcome, program, limits, said));
    TRY(text::SafeHtml svg, clean_svg(outcome.output, {id_prefix(source), std::string(source.title)}));
    return Diagram{std::move(svg), std::move(said.warnings)};
}

}  // namespace byline::diagrams
