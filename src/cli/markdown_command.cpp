#include "cli/markdown_command.hpp"

#include <filesystem>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"
#include "text/utf8.hpp"

namespace byline::cli {
int run_markdown(const MarkdownCommand& command) {
    disk::RealDisk disk;
    const ReportStyle style{
        .colour = error_colour(), .most_warnings = SIZE_MAX, .site_folder = ".", .warnings_as = Severity::Warning};
    std::string text;
    if (command.file == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
    } else {
        std::error_code code;
        const bool is_folder = std::filesystem::is_directory(command.file, code);
        if (is_folder || !disk.exists(command.file)) {
            const auto* const what = is_folder ? "'{}' is a folder" : "there is no file '{}'";
            return report_failure(
                usage_error(fmt::format(fmt::runtime(what), command.file), "name a file, or - for standard input"),
                style, disk, false);
        }
        constexpr std::int64_t most_bytes = 1 << 30;
        auto bytes = disk.read(command.file, most_bytes);
        if (!bytes) {
            print_error(format_error(bytes.error(), Severity::Error, style, disk));
            return exit_code_of(bytes.error().code);
        }
        text = std::move(*bytes);
    }
    if (const auto invalid = text::find_invalid(text)) {
        const Error error = content_error(fmt::format("not UTF-8: byte 0x{:02X}", invalid->byte),
                                          "save the text as UTF-8; � stands where it is not",
                                          text::place_of(text, invalid->offset, command.file));
        print_error(format_error(error, Severity::Warning, style, disk));
    }
    markdown::ParseOptions options;
    options.file = command.file;
    if (command.is_gfm) options.dialect = markdown::Dialect::Gfm;
    if (command.is_commonmark) options.dialect = markdown::Dialect::CommonMark;
    const markdown::Document document = markdown::parse(std::move(text), options);
    print(markdown::render_html(document).view());
    print_error(format_diagnostics(document.diagnostics(), style, disk));
    return exit_success;
}

}  // namespace byline::cli
