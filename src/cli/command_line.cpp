// The words of the command line, by CLI11: the only file that knows it, because it takes long to compile.
#include "cli/command_line.hpp"

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/build_command.hpp"
#include "cli/check_command.hpp"
#include "cli/exit_code.hpp"
#include "cli/garden_command.hpp"
#include "cli/import_command.hpp"
#include "cli/markdown_command.hpp"
#include "cli/mention_command.hpp"
#include "cli/new_command.hpp"
#include "cli/preview_command.hpp"
#include "cli/serve_command.hpp"
#include "cli/store_command.hpp"
#include "cli/terminal.hpp"
#include "cli/translations_command.hpp"
#include "text/nearest.hpp"

namespace byline::cli {
namespace {

// What the chosen command will do, set when its words are on the command line.
using Runner = std::function<int()>;

void add_site_options(CLI::App& command, SiteOptions& options) {
    command.add_option("FOLDER", options.folder, "The site's folder, with byline.toml")->capture_default_str();
    command.add_option("--base-url", options.base_url, "Address of the site, instead of the configured one");
    command.add_option("-j,--threads", options.threads, "Threads to use; 0: one a core")->capture_default_str();
}

void add_new_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<NewCommand>();
    CLI::App* sub = app.add_subcommand("new", "Begin a site, an article, a talk, a note, a project or a page");
    sub->add_option("WHAT", command->what, "site, article, talk, note, project or page")->required();
    sub->add_option("NAME", command->name, "The folder of a site; the title of anything else")->required();
    sub->add_option("-s,--site", command->site_folder, "The site's folder (with byline.toml)")->capture_default_str();
    sub->add_option("-l,--language", command->language,
                    "Language code; by default the site's, or zh for a Chinese title");
    sub->add_option("--slug", command->slug,
                    "Last part of the address and name of the file, instead of one made of the title");
    sub->add_flag("--bundle", command->is_bundle, "A folder with index.md, for pictures beside the text");
    sub->footer(
        "Examples:\n  byline new site notebook\n  byline new article \"Why DNS TTLs lie\"\n  byline new talk "
        "\"重庆的火锅与缓存\"");
    sub->callback([command, &run] { run = [command] { return run_new(*command); }; });
}

void add_build_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<BuildCommand>();
    CLI::App* sub = app.add_subcommand("build", "Make the site: content/ and theme to public/");
    add_site_options(*sub, command->site);
    sub->add_option("-o,--output", command->output, "Folder to write, instead of the configured one (public)");
    sub->add_flag("-D,--drafts", command->shows_hidden, "Drafts, scheduled and expired works too");
    sub->add_flag("--strict", command->is_strict, "Broken links, anchors and pictures stop the build");
    sub->add_flag("--json", command->as_json, "Report as JSON on standard output");
    sub->add_flag("-f,--force", command->is_forced, "Make everything again, whatever the last build left");
    sub->add_flag("--explain", command->explains, "Say of each page that is rendered again what changed for it");
    sub->add_flag("--stats", command->shows_statistics, "Say what took how long, and how much memory");
    sub->add_flag("--verify", command->verifies, "Then build again from nothing and compare every byte");
    sub->add_option("--trace", command->trace_file, "Write what each thread did, for chrome://tracing or Perfetto");
    sub->footer(
        "Only what changed since the last build is made again; .byline/ keeps what that takes.\n"
        "Nothing is written unless everything could be made; files whose bytes stay the same are not touched.\n"
        "Exit codes: 0 made, 1 faults in the site, 2 wrong usage, 3 the machine (disk, permissions).");
    sub->callback([command, &run] { run = [command] { return run_build(*command); }; });
}

void add_check_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<CheckCommand>();
    CLI::App* sub = app.add_subcommand("check", "Find every fault of the site, broken links too, and write nothing");
    add_site_options(*sub, command->site);
    sub->add_flag("-D,--drafts", command->shows_hidden, "Drafts, scheduled and expired works too");
    sub->add_flag("--json", command->as_json, "Report as JSON on standard output");
    sub->footer("Exit codes, for CI: 0 no faults, 1 faults in the site, 2 wrong usage, 3 the machine.");
    sub->callback([command, &run] { run = [command] { return run_check(*command); }; });
}

void add_garden_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<GardenCommand>();
    CLI::App* sub = app.add_subcommand("garden", "Say how the works hang together: what stands alone, what is missing");
    add_site_options(*sub, command->site);
    sub->add_option("--days", command->days, "Without care, until a seedling is told of")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    sub->add_flag("-D,--drafts", command->shows_hidden, "Drafts, scheduled and expired works too");
    sub->add_flag("--json", command->as_json, "Report as JSON on standard output");
    sub->footer(
        "Orphans, dead ends, seedlings and unlinked mentions are advice; a wikilink to nothing is a fault.\n"
        "Exit codes: 0 no faults, 1 faults in the site, 2 wrong usage, 3 the machine.");
    sub->callback([command, &run] { run = [command] { return run_garden(*command); }; });
}

void add_preview_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<PreviewCommand>();
    CLI::App* sub =
        app.add_subcommand("preview", "Serve the site from memory, drafts too; open pages update as you save");
    add_site_options(*sub, command->site);
    sub->add_option("-a,--address", command->address, "IP address to listen on; 0.0.0.0 lets other machines in")
        ->capture_default_str();
    CLI::Option* port =
        sub->add_option("-p,--port", command->port, "Port; without this option the next free one is taken")
            ->capture_default_str();
    sub->add_flag("--no-drafts", command->omits_hidden, "Show only what a build would publish");
    sub->footer("An error shows in the open page with file and line, and heals when you save a correction.");
    sub->callback([command, port, &run] {
        command->is_port_given = port->count() > 0;
        run = [command] { return run_preview(*command); };
    });
}

void add_serve_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<ServeCommand>();
    CLI::App* sub = app.add_subcommand("serve", "Serve the built site to everybody: what runs on a server");
    sub->add_option("FOLDER,-s,--source", command->folder, "The site's folder, with byline.toml")
        ->capture_default_str();
    sub->add_option("-o,--output", command->output, "The built site, instead of the configured folder (public)");
    sub->add_option("-a,--address", command->address,
                    "IP address to listen on (127.0.0.1; 0.0.0.0 with TLS). 0.0.0.0 and :: let everybody in");
    sub->add_option("-p,--port", command->port, "Port (8080; 443 with TLS)")->check(CLI::Range(1, 65535));
    sub->add_option("--tls-certificate", command->tls_certificate, "PEM file of the certificate and its chain");
    sub->add_option("--tls-key", command->tls_key, "PEM file of its key");
    sub->add_option("--redirect-port", command->redirect_port, "With TLS: port whose plain requests are sent to https")
        ->check(CLI::Range(0, 65535));
    sub->add_option("--trusted-proxy", command->trusted_proxies,
                    "Address or network of a proxy in front, whose X-Forwarded-For and -Proto are believed");
    sub->add_option("--access-log", command->access_log, "File for one line a request; - for standard output");
    sub->add_option("--metrics-port", command->metrics_port, "Port of this machine for Prometheus (/metrics)")
        ->check(CLI::Range(0, 65535));
    sub->add_option("-j,--threads", command->threads, "Threads to use; 0: one a core");
    sub->add_flag("--no-watch", command->ignores_changes, "Serve a new build only after SIGHUP");
    sub->footer(
        "Each setting can stand in [serve] of byline.toml, too; docs/serving.md has them all, and a unit for systemd.\n"
        "The site is served from memory, compressed; a new build takes its place without a request lost.\n"
        "SIGHUP loads site, certificate and log again; SIGTERM and Ctrl+C finish what is being answered, and stop.");
    sub->callback([command, &run] { run = [command] { return run_serve(*command); }; });
}

void add_translations_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<TranslationsCommand>();
    CLI::App* sub =
        app.add_subcommand("translations", "List the translations, and how far each is behind its original");
    sub->add_option("FOLDER", command->folder, "The site's folder, with byline.toml")->capture_default_str();
    sub->add_option("--done", command->done, "This file says all that its original says: record that in it");
    sub->add_flag("--json", command->as_json, "As JSON on standard output");
    sub->footer(
        "--done writes the key `translated_from` into the file's front matter: short digests of the original's\n"
        "paragraphs. A build compares them with the original as it is then, and says how many have changed.");
    sub->callback([command, &run] { run = [command] { return run_translations(*command); }; });
}

struct StoreWords {
    const char* name;
    const char* description;
    const char* file;  // what the word for it is; null: it takes none
    const char* footer;
};

void add_store_command(CLI::App& app, Runner& run, const StoreWords& words, int (*command_of)(const StoreCommand&)) {
    auto command = std::make_shared<StoreCommand>();
    CLI::App* sub = app.add_subcommand(words.name, words.description);
    if (words.file != nullptr) sub->add_option(words.file, command->file)->required();
    sub->add_option("-s,--site", command->site_folder, "The site's folder (with byline.toml)")->capture_default_str();
    sub->add_option("--store", command->store,
                    "sqlite:FILE or postgresql://…, instead of BYLINE_STORE or sqlite:data/byline.db");
    sub->footer(words.footer);
    sub->callback([command, &run, command_of] { run = [command, command_of] { return command_of(*command); }; });
}

void add_store_commands(CLI::App& app, Runner& run) {
    add_store_command(app, run,
                      {"backup", "Write all that readers brought into one text file, while the site serves", "FILE",
                       "The file holds one moment; docs/store.md describes it."},
                      run_backup);
    add_store_command(app, run,
                      {"restore", "Fill an empty store from a backup", "FILE",
                       "SQLite or PostgreSQL, whichever the backup came from. Nothing is written over."},
                      run_restore);
    CLI::App* exports = app.add_subcommand("export", "Write what readers brought as plain files");
    exports->require_subcommand(1);
    add_store_command(*exports, run,
                      {"comments", "Comments and likes, as a JSON object a line", "DIR",
                       "DIR/comments.jsonl and DIR/likes.jsonl; docs/store.md has the members."},
                      run_export_comments);
    add_store_command(*exports, run,
                      {"featured", "The comments that you featured, for a copy of the site that has no store", nullptr,
                       "Writes featured-comments.jsonl into the site's folder: commit it, and a build that finds no\n"
                       "store takes them from there. Nothing in it that the pages do not show."},
                      run_export_featured);
    CLI::App* studio = app.add_subcommand("studio", "The writer's desk of a served site");
    studio->require_subcommand(1);
    add_store_command(*studio, run,
                      {"reset", "Forget who may log in, when the password is lost, and begin anew", nullptr,
                       "Comments and decisions stay as they are."},
                      run_studio_reset);
}

void add_import_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<ImportCommand>();
    CLI::App* sub = app.add_subcommand("import", "Take in comments that other engines kept");
    CLI::Option* file =
        sub->add_option("FILE", command->file, "What the other engine exported; packed with gzip or not");
    sub->add_option(
        "-f,--format", command->format,
        "disqus, wordpress, isso, remark42, waline (Valine too), column, or byline (what `byline export comments`\n"
        "writes); told from the file without it");
    sub->add_option("--page", command->page, "All comments are about this page: its address, /articles/name/");
    sub->add_flag("-n,--dry-run", command->is_dry, "Say what would come in, and change nothing");
    sub->add_flag(
        "--faces", command->fetches_faces,
        "Fetch the pictures of people into static/faces/, small, and show these; nobody else is asked for them");
    sub->add_option("--undo", command->undone_batch, "Take out again what came in with this number")
        ->check(CLI::PositiveNumber)
        ->excludes(file);
    sub->add_option("-s,--site", command->site_folder, "The site's folder (with byline.toml)")->capture_default_str();
    sub->add_option(
        "--store", command->store,
        "sqlite:FILE or postgresql://…, instead of BYLINE_STORE, [serve] database, or sqlite:data/byline.db");
    sub->footer(
        "Build the site first: addresses are looked up in it, those that moved by their aliases. Importing a file "
        "again\n"
        "brings what is new in it. All comes in, or nothing.");
    sub->callback([command, &run] {
        if (command->file.empty() && command->undone_batch == 0) throw CLI::RequiredError("FILE");
        run = [command] { return run_import(*command); };
    });
}

void add_mention_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<MentionCommand>();
    CLI::App* sub = app.add_subcommand("mention", "Tell other sites of the links to them (webmentions)");
    sub->add_option("FOLDER", command->folder, "The site's folder, with byline.toml")->capture_default_str();
    sub->add_flag("-n,--dry-run", command->is_dry, "Say who would be told, and tell nobody");
    sub->add_flag("--all", command->tells_known, "Tell of links as well that were there before anybody was told");
    sub->add_option("--store", command->store,
                    "sqlite:FILE or postgresql://…, instead of BYLINE_STORE or sqlite:data/byline.db");
    sub->footer(
        "Build the site and publish it first: whoever is told looks at the page. `byline serve` does the same by "
        "itself\n"
        "where [mentions] of byline.toml has send = true. Each link is told once, again when its text changed, and "
        "once\n"
        "more when it is gone.");
    sub->callback([command, &run] { run = [command] { return run_mention(*command); }; });
}

void add_markdown_command(CLI::App& app, Runner& run) {
    auto command = std::make_shared<MarkdownCommand>();
    CLI::App* sub = app.add_subcommand("markdown", "Print the HTML fragment of a Markdown text");
    sub->add_option("FILE", command->file, "The text; - for standard input")->required();
    auto* commonmark =
        sub->add_flag("--commonmark", command->is_commonmark, "Bare CommonMark 0.31.2, raw HTML passed through");
    sub->add_flag("--gfm", command->is_gfm, "GitHub Flavored Markdown")->excludes(commonmark);
    sub->footer("Links are left as they are written, and directives become plain elements: there is no site here.");
    sub->callback([command, &run] { run = [command] { return run_markdown(*command); }; });
}

// Null when there is none of that name.
CLI::App* command_named(CLI::App& app, const std::string& name) {
    for (CLI::App* command : app.get_subcommands({})) {
        if (command->get_name() == name) return command;
    }
    return nullptr;
}

// What the first word was probably meant to be; empty when it is a command, or like none.
std::string nearest_command(CLI::App& app, int count, char** words) {
    if (count < 2 || command_named(app, words[1]) != nullptr) return {};
    std::vector<std::string> names;
    for (CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    const std::vector<std::string_view> views(names.begin(), names.end());
    return std::string(text::nearest(words[1], views).value_or(""));
}

}  // namespace

int run_command_line(int count, char** words) {
    CLI::App app("Byline makes the site of someone who writes about their work, from a folder of Markdown.", "byline");
    app.set_version_flag("--version", "byline 0.1.0");
    app.require_subcommand(0, 1);
    Runner chosen;
    add_new_command(app, chosen);
    add_build_command(app, chosen);
    add_preview_command(app, chosen);
    add_serve_command(app, chosen);
    add_check_command(app, chosen);
    add_garden_command(app, chosen);
    add_translations_command(app, chosen);
    add_store_commands(app, chosen);
    add_import_command(app, chosen);
    add_mention_command(app, chosen);
    add_markdown_command(app, chosen);
    std::string topic;
    CLI::App* help = app.add_subcommand("help", "Print this help, or that of a command");
    help->add_option("COMMAND", topic, "The command");
    app.footer(
        "A first site:\n"
        "  byline new site notebook && cd notebook\n"
        "  byline new article \"What I learnt today\"\n"
        "  byline preview\n\n"
        "Exit codes: 0 done, 1 faults in the site, 2 wrong usage, 3 the machine (disk, permissions).");
    const std::string overview = app.help();  // before parsing: afterwards it is the help of the chosen command
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        if (const std::string near = nearest_command(app, count, words); !near.empty() && code != 0) {
            print_error("Did you mean 'byline " + near + "'?\n");
        }
        return code == 0 ? exit_success : exit_usage;
    }
    if (help->parsed() && !topic.empty()) {
        if (CLI::App* named = command_named(app, topic)) {
            print(named->help());
            return exit_success;
        }
        print_error("byline: there is no command '" + topic + "'\n");
        return exit_usage;
    }
    if (chosen) return chosen();
    print(overview);
    return exit_success;
}

}  // namespace byline::cli
