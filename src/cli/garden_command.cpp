#include "cli/garden_command.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "publish/garden_report.hpp"
#include "publish/json_writer.hpp"

namespace byline::cli {
namespace {

using publish::GardenReport;
using publish::JsonWriter;
using publish::TendedWork;

constexpr std::size_t most_lines = 20;  // of one list on a terminal; --json has all

std::int64_t number(std::size_t size) {
    return static_cast<std::int64_t>(size);
}

std::string written_place(const Place& place) {
    return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

class Text {
  public:
    template <typename Items, typename Line>
    void list(std::string_view heading, const Items& items, Line&& line, std::size_t more = 0) {
        if (items.empty()) return;
        out_ += fmt::format("\n{} ({})\n", heading, items.size() + more);
        for (std::size_t i = 0; i < items.size() && i < most_lines; ++i) out_ += "  " + line(items[i]) + "\n";
        const std::size_t left = items.size() + more - std::min(items.size(), most_lines);
        if (left > 0) out_ += fmt::format("  and {} more\n", left);
    }
    std::string& out() { return out_; }

  private:
    std::string out_;
};

std::string text_of(const GardenReport& report) {
    const auto named = [](const TendedWork& work) { return fmt::format("{}  {}", work.path, work.title); };
    Text text;
    text.out() = fmt::format("{} works, {} links between them\n", report.works, report.links);
    text.list("Wikilinks to works that do not exist", report.missing, [](const publish::MissingWork& wanted) {
        std::string line = fmt::format("[[{}]]", wanted.name);
        constexpr std::size_t most_places = 3;
        for (std::size_t i = 0; i < wanted.places.size() && i < most_places; ++i)
            line += (i == 0 ? "  " : ", ") + written_place(wanted.places[i]);
        if (wanted.places.size() > most_places) line += fmt::format(" and {} more", wanted.places.size() - most_places);
        return line;
    });
    text.list("Orphans: no links to them or from them", report.orphans, named);
    text.list("Dead ends: no links from them", report.dead_ends, named);
    text.list("Not linked to", report.unlinked, named);
    text.list("Seedlings that nobody tended", report.seedlings,
              [](const TendedWork& work) { return fmt::format("{}  {}  {} days", work.path, work.title, work.days); });
    text.list(
        "Mentioned, not linked", report.mentions,
        [](const publish::UnlinkedMention& mention) {
            return fmt::format("{} says '{}' ({}): {}", mention.source, mention.title, mention.target, mention.words);
        },
        report.more_mentions);
    text.list("Most linked", report.most_linked, [](const TendedWork& work) {
        return fmt::format("{}  {}  from {}", work.path, work.title, work.links_in);
    });
    return std::move(text.out());
}

void put_works(JsonWriter& json, std::string_view key, const std::vector<TendedWork>& works) {
    json.key(key).begin_array();
    for (const TendedWork& work : works) {
        json.begin_object().key("path").value(work.path).key("title").value(work.title);
        json.key("links_in").value(number(work.links_in)).key("links_out").value(number(work.links_out));
        if (work.days > 0) json.key("days").value(work.days);
        json.end_object();
    }
    json.end_array();
}

std::string json_of(const GardenReport& report, bool is_ok) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("ok").value(is_ok);
    json.key("works").value(number(report.works)).key("links").value(number(report.links));
    json.key("missing").begin_array();
    for (const publish::MissingWork& wanted : report.missing) {
        json.begin_object().key("name").value(wanted.name).key("places").begin_array();
        for (const Place& place : wanted.places) {
            json.begin_object().key("file").value(place.file);
            json.key("line").value(std::int64_t{place.line}).key("column").value(std::int64_t{place.column});
            json.end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
    put_works(json, "orphans", report.orphans);
    put_works(json, "dead_ends", report.dead_ends);
    put_works(json, "unlinked", report.unlinked);
    put_works(json, "seedlings", report.seedlings);
    put_works(json, "most_linked", report.most_linked);
    json.key("mentions").begin_array();
    for (const publish::UnlinkedMention& mention : report.mentions) {
        json.begin_object().key("source").value(mention.source).key("target").value(mention.target);
        json.key("title").value(mention.title).key("words").value(mention.words).end_object();
    }
    json.end_array().key("more_mentions").value(number(report.more_mentions)).end_object();
    return out + "\n";
}

}  // namespace

int run_garden(const GardenCommand& command) {
    disk::RealDisk disk;
    publish::BuildOptions options = build_options(command.site);
    if (command.shows_hidden) options.hidden = publish::Hidden::Show;
    const GardenReport report = publish::tend(options, disk, command.days);
    int code = exit_code_of(report.diagnostics, Warnings::Pass);
    if (code != exit_success) {
        const ReportStyle style{.colour = error_colour(),
                                .most_warnings = SIZE_MAX,
                                .site_folder = command.site.folder,
                                .warnings_as = Severity::Warning};
        print_error(format_diagnostics(report.diagnostics, style, disk));
    }
    if (code == exit_success && !report.missing.empty()) code = exit_content;
    print(command.as_json ? json_of(report, code == exit_success) : text_of(report));
    return code;
}

}  // namespace byline::cli
