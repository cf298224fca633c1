#include "cli/build_account.hpp"

#include <fmt/format.h>

#include "cli/process_use.hpp"
#include "cli/terminal.hpp"

namespace byline::cli {
namespace {

void add_reason(std::string& out, const publish::Reason& reason) {
    out += "  " + reason.fact;
    // Values that are cut short may look alike.
    if (reason.before != reason.after) {
        out += fmt::format(": {} → {}", reason.before.empty() ? "nothing" : reason.before,
                           reason.after.empty() ? "nothing" : reason.after);
    }
    out += '\n';
}

}  // namespace

std::string format_explanation(const publish::BuildReport& report) {
    if (!report.begun_anew.empty()) return fmt::format("everything was made: {}\n", report.begun_anew);
    if (report.units_rendered == 0) {
        return report.looked_because.empty()
                   ? "nothing was rendered: nothing changed since the last build\n"
                   : fmt::format("nothing was rendered: {}, and no page read anything that changed\n",
                                 report.looked_because);
    }
    std::string out;
    for (const publish::RenderedUnit& unit : report.rendered) {
        out += unit.key + "\n";
        for (const publish::Reason& reason : unit.reasons) add_reason(out, reason);
    }
    return out;
}

std::string format_statistics(const publish::BuildReport& report, const publish::Trace& trace) {
    std::string out;
    for (const publish::Trace::Span& span : trace.spans()) {
        if (span.category != "phase") continue;
        const double milliseconds = std::chrono::duration<double, std::milli>(span.length).count();
        out += fmt::format("{:<10} {:>10.1f} ms\n", span.name, milliseconds);
    }
    const output::CommitReport& files = report.outputs;
    const ProcessUse use = process_use();
    const auto line = [&](std::string_view name, std::string text) { out += fmt::format("{:<10} {}\n", name, text); };
    line("works",
         fmt::format("{} composed, {} from the record, {} hidden", report.works_composed,
                     report.works + report.hidden - std::min(report.works + report.hidden, report.works_composed),
                     report.hidden));
    line("units", fmt::format("{} rendered, {} kept", report.units_rendered, report.units - report.units_rendered));
    line("files", fmt::format("{} written, {} unchanged, {} removed, {} in all", files.written, files.unchanged,
                              files.removed, shown_bytes(files.bytes)));
    line("record",
         shown_bytes(report.record == nullptr ? 0 : report.record->size() + report.record->amendment().size()));
    line("cpu", fmt::format("{:.2f} s", use.cpu_seconds));
    line("memory", fmt::format("{} at its peak", shown_bytes(use.peak_bytes)));
    return out;
}

}  // namespace byline::cli
