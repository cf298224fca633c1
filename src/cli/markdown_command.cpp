#include "cli/markdown_command.hpp"

#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"

namespace byline::cli {
int run_markdown(const MarkdownCommand& command) {
    disk::RealDisk disk;
    const ReportStyle style{
        .colour = error_colour(), .most_warnings = SIZE_MAX, .site_folder = ".", .warnings_as = Severity::Warning};
    std::string text;
    if (command.file == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
    } else {
        constexpr std::int64_t most_bytes = 1 << 30;
        auto bytes = disk.read(command.file, most_bytes);
        if (!bytes) {
            print_error(format_error(bytes.error(), Severity::Error, style, disk));
            return exit_code_of(bytes.error().code);
        }
        text = std::move(*bytes);
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
