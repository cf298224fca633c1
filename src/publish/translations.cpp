#include "publish/translations.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "publish/document_store.hpp"
#include "publish/load_configuration.hpp"
#include "site/block_prints.hpp"
#include "site/compose.hpp"
#include "site/front_matter_block.hpp"
#include "site/inventory.hpp"

namespace byline::publish {
namespace {

constexpr std::string_view key = "translated_from";

// One text of a work that has several.
struct Version {
    std::string path;  // from the content folder
    std::string language;
    std::string translated_from;
    std::vector<site::BlockPrint> blocks;
};

struct Group {
    std::vector<Version> versions;  // in the order of the configuration's languages
};

class Survey {
  public:
    Survey(const std::string& site_folder, const disk::Disk& disk, text::Timestamp now)
        : site_folder_(site_folder), disk_(disk), now_(now) {}

    // Fills the groups, by key.
    Result<void> take() {
        TRY(site::ConfigurationReading reading, load_configuration(site_folder_, disk_));
        for (const Diagnostic& fault : reading.diagnostics) {
            if (fault.severity == Severity::Error) return fail(fault.error);
        }
        configuration_ = std::move(reading.configuration);
        TRY(const site::Inventory inventory, site::take_inventory(disk_, site_folder_, configuration_));
        std::map<std::string, std::vector<std::string>> paths;
        for (const disk::Entry& entry : inventory.sources)
            paths[site::read_source_path(entry.path, configuration_).key()].push_back(entry.path);
        const text::Slugger slugger(configuration_.slug_style, configuration_.pinyin);
        const site::Composition composition{configuration_, slugger, now_, content_prefix()};
        for (const auto& [name, files] : paths) {
            if (files.size() > 1) CHECK(add_group(inventory, files, composition));
        }
        return {};
    }

    [[nodiscard]] std::vector<Translation> translations() const {
        std::vector<Translation> found;
        for (const Group& group : groups_) {
            for (const Version& version : group.versions) {
                const Version* original = original_of(group, version);
                if (original != nullptr) found.push_back(described(version, *original));
            }
        }
        std::ranges::sort(found, {}, &Translation::path);
        return found;
    }

    // The original of the text at `path`, and its record.
    Result<std::pair<Translation, std::string>> fresh_record(const std::string& path) const {
        for (const Group& group : groups_) {
            for (const Version& version : group.versions) {
                if (content_prefix() + version.path != path) continue;
                const Version* original = original_of(group, version);
                if (original == nullptr) {
                    return fail(usage_error(fmt::format("{} is an original itself", path),
                                            "name the file of a translation; `byline translations` lists them"));
                }
                Translation translation = described(version, *original);
                translation.is_recorded = true;
                translation.behind = 0;
                return std::pair(std::move(translation),
                                 site::format_translated_from({original->language, original->blocks}));
            }
        }
        return fail(usage_error(fmt::format("{} is no text that stands in several languages", path),
                                "name the file of a translation; `byline translations` lists them"));
    }

  private:
    [[nodiscard]] std::string content_prefix() const { return configuration_.content_folder + "/"; }

    Result<void> add_group(const site::Inventory& inventory, const std::vector<std::string>& files,
                           const site::Composition& composition) {
        Group group;
        for (const std::string& path : files) {
            TRY(std::string bytes, disk_.read(inventory.content_folder + "/" + path, most_source_bytes));
            site::Composed composed = site::compose({path, std::move(bytes)}, composition);
            const site::Work& work = composed.work ? *composed.work : *composed.stand_in;
            group.versions.push_back(
                {path, work.language, work.metadata.translated_from.string(), site::block_prints(composed.document)});
        }
        std::ranges::stable_sort(group.versions, {}, [&](const Version& version) { return rank(version.language); });
        groups_.push_back(std::move(group));
        return {};
    }

    [[nodiscard]] std::ptrdiff_t rank(const std::string& language) const {
        if (language == configuration_.language) return -1;
        return std::ranges::find(configuration_.languages, language, &site::Language::code) -
               configuration_.languages.begin();
    }

    // Null when `version` is the original.
    static const Version* original_of(const Group& group, const Version& version) {
        if (const auto from = site::parse_translated_from(version.translated_from)) {
            const auto recorded = std::ranges::find(group.versions, from->language, &Version::language);
            if (recorded != group.versions.end() && &*recorded != &version) return &*recorded;
        }
        // A text from which another says it was translated, and which says no such thing, is no translation.
        const auto is_translated_from = [&](const Version& other) {
            const auto from = site::parse_translated_from(other.translated_from);
            return from && from->language == version.language;
        };
        if (std::ranges::any_of(group.versions, is_translated_from)) return nullptr;
        return &group.versions.front() == &version ? nullptr : &group.versions.front();
    }

    [[nodiscard]] Translation described(const Version& version, const Version& original) const {
        Translation translation{content_prefix() + version.path, version.language, content_prefix() + original.path,
                                original.language};
        if (auto from = site::parse_translated_from(version.translated_from);
            from && from->language == original.language) {
            translation.is_recorded = true;
            translation.behind = site::blocks_behind(std::move(from->blocks), original.blocks);
        }
        return translation;
    }

    const std::string& site_folder_;
    const disk::Disk& disk_;
    text::Timestamp now_;
    site::Configuration configuration_;
    std::vector<Group> groups_;
};

}  // namespace

Result<std::vector<Translation>> survey_translations(const std::string& site_folder, const disk::Disk& disk,
                                                     text::Timestamp now) {
    Survey survey(site_folder, disk, now);
    CHECK(survey.take());
    return survey.translations();
}

std::string with_translated_from(const std::string& bytes, const std::string& value) {
    const site::FrontMatterBlock block = site::find_front_matter(bytes);
    const bool is_toml = block.format == site::FrontMatterFormat::Toml;
    const std::string line = fmt::format("{}{} \"{}\"\n", key, is_toml ? " =" : ":", value);
    if (block.format == site::FrontMatterFormat::None || !block.closed) return "---\n" + line + "---\n\n" + bytes;
    const auto begin = static_cast<std::size_t>(block.text.data() - bytes.data());
    std::string changed = bytes;
    for (std::size_t at = 0; at < block.text.size();) {
        const std::size_t end = std::min(block.text.find('\n', at), block.text.size() - 1) + 1;
        const std::string_view old = block.text.substr(at, end - at);
        const auto after = old.starts_with(key) ? old.find_first_not_of(" \t", key.size()) : std::string_view::npos;
        if (after != std::string_view::npos && old[after] == (is_toml ? '=' : ':'))
            return changed.replace(begin + at, end - at, line);
        at = end;
    }
    // A key below a table of TOML's would belong to it.
    return changed.insert(begin + (is_toml ? 0 : block.text.size()), line);
}

Result<Translation> record_translation(const std::string& site_folder, const std::string& path, disk::Disk& disk,
                                       text::Timestamp now) {
    Survey survey(site_folder, disk, now);
    CHECK(survey.take());
    TRY(auto fresh, survey.fresh_record(path));
    const std::string file = site_folder + "/" + path;
    TRY(const std::string bytes, disk.read(file, most_source_bytes));
    const std::string changed = with_translated_from(bytes, fresh.second);
    if (changed != bytes) CHECK(disk.write(file, changed));
    return std::move(fresh.first);
}

}  // namespace byline::publish
